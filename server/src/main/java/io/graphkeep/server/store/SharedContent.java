package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import java.util.Arrays;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Adds up what several snapshots hold together.
 *
 * <p>The segments are the union of the snapshots' bitmaps. Segments share chunks too, and where a chunk lies tells it from
 * the others: each place counts once, with the mean length of the chunks of the segment that it was first met in. Only the
 * catalog is asked; in memory are the places, as ranges.
 */
final class SharedContent {
    private static final int SNAPSHOTS = 8;
    private static final int SEGMENTS = 20_000;
    private static final int PACK_SHIFT = 36;
    private static final int BLOCK_SHIFT = 16;

    private final Database database;
    private final Roaring64Bitmap places = new Roaring64Bitmap();

    SharedContent(Database database) {
        this.database = database;
    }

    /** The bytes that the snapshots of a graph hold together, before compression; once. */
    long bytesOf(UUID graph) throws DamagedException {
        var numbers = Bitmaps.longs(union(graph));
        var bytes = 0L;
        for (var from = 0; from < numbers.length; from += SEGMENTS) {
            var batch = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + SEGMENTS));
            var rows = database.read(tx -> tx.mapper(SegmentMapper.class).sizes(batch));
            for (var row : rows) {
                var chunks = Math.max(1, row.chunks());
                bytes += row.bytes() * enter(Locator.decode(row.locator())) / chunks;
            }
        }
        return bytes;
    }

    /** How many chunks of a segment lie where nothing has been counted yet. */
    private long enter(Locator locator) {
        var unseen = 0L;
        for (var run : locator.runs()) {
            var first = (run.pack() << PACK_SHIFT) | ((long) run.block() << BLOCK_SHIFT) | run.first();
            for (var place = first; place < first + run.count(); place++) {
                unseen += places.contains(place) ? 0 : 1;
            }
            places.addRange(first, first + run.count());
        }
        return unseen;
    }

    private RoaringBitmap union(UUID graph) throws DamagedException {
        var union = new RoaringBitmap();
        UUID last = null;
        while (true) {
            var after = last;
            var rows = database.read(tx -> tx.mapper(StoredSnapshotMapper.class).bitmapsOf(graph, after, SNAPSHOTS));
            if (rows.isEmpty()) {
                return union;
            }
            for (var row : rows) {
                union.or(Bitmaps.decode(row.segments()));
            }
            last = rows.getLast().id();
        }
    }
}
