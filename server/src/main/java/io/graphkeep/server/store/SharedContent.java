package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Adds up what several snapshots hold together.
 *
 * <p>The segments are the union of the snapshots' bitmaps. Segments share chunks too, and where a chunk lies tells it from
 * the others: each place counts once, with the mean length of the chunks of the segment that it was first met in. Of a
 * pack's bytes they take the share that they are of its chunks: what else lies in it, needed or not, is not theirs. Only the
 * catalog is asked; in memory are the places, as ranges, and a number for each pack.
 */
final class SharedContent {
    private static final int SNAPSHOTS = 8;
    private static final int SEGMENTS = 20_000;
    private static final int PACKS = 10_000;
    private static final int PACK_SHIFT = 36;
    private static final int BLOCK_SHIFT = 16;

    private final Database database;
    private final Roaring64Bitmap places = new Roaring64Bitmap();
    /** How many chunks of each pack have been counted. */
    private final Map<Long, Long> chunksIn = new HashMap<>();

    SharedContent(Database database) {
        this.database = database;
    }

    /** What the snapshots of a graph hold together; to be asked once. */
    HeldBytes heldBy(UUID graph) throws DamagedException {
        var numbers = Bitmaps.longs(union(graph));
        var bytes = 0L;
        for (var from = 0; from < numbers.length; from += SEGMENTS) {
            var batch = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + SEGMENTS));
            var rows = database.read(tx -> tx.mapper(SegmentMapper.class).sizes(batch));
            for (var row : rows) {
                var chunks = Math.max(1, row.chunks());
                var locator = Locator.decode(row.locator());
                enter(locator.descriptor());
                bytes += row.bytes() * enter(locator) / chunks;
            }
        }
        return new HeldBytes(bytes, stored());
    }

    private long stored() {
        var numbers =
                chunksIn.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        var bytes = 0.0;
        for (var from = 0; from < numbers.length; from += PACKS) {
            var batch = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + PACKS));
            for (var pack : database.read(tx -> tx.mapper(PackMapper.class).filled(batch))) {
                var counted = chunksIn.getOrDefault(pack.number(), 0L);
                bytes += pack.chunks() <= counted ? pack.size() : (double) pack.size() * counted / pack.chunks();
            }
        }
        return Math.round(bytes);
    }

    /** How many chunks of a segment lie where nothing has been counted yet. */
    private long enter(Locator locator) {
        var unseen = 0L;
        for (var run : locator.runs()) {
            unseen += enter(run);
        }
        return unseen;
    }

    private long enter(Locator.Run run) {
        var unseen = 0L;
        var first = (run.pack() << PACK_SHIFT) | ((long) run.block() << BLOCK_SHIFT) | run.first();
        for (var place = first; place < first + run.count(); place++) {
            unseen += places.contains(place) ? 0 : 1;
        }
        places.addRange(first, first + run.count());
        chunksIn.merge(run.pack(), unseen, Long::sum);
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
