package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import java.io.IOException;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * The end of an index made anew: what no snapshot refers to is dropped from it, and packs of which nothing is left are
 * condemned, for a later sweep.
 */
final class IndexSettlement {
    private static final int PAGE = 5_000;

    private final Database database;

    IndexSettlement(Database database) {
        this.database = database;
    }

    void run() throws IOException {
        var reached = reached();
        // Where a damaged segment has a twin that is whole, snapshots are read from that.
        database.read(tx -> tx.mapper(RebuildMapper.class).twinsOfDamaged())
                .forEach(number -> reached.add(Math.toIntExact(number)));
        for (var after = 0L; ; ) {
            var from = after;
            var page = database.read(tx -> tx.mapper(RebuildMapper.class).segmentNumbers(from, PAGE));
            if (page.isEmpty()) {
                break;
            }
            drop(page, reached);
            after = page.getLast();
        }
        database.inTransaction(tx -> {
            var mapper = tx.mapper(RebuildMapper.class);
            mapper.reviveSegments();
            mapper.condemnPacks();
            return mapper.endEpoch();
        });
    }

    private void drop(List<Long> page, RoaringBitmap reached) {
        var unreached = page.stream()
                .filter(number -> !reached.contains(Math.toIntExact(number)))
                .mapToLong(Long::longValue)
                .toArray();
        if (unreached.length > 0) {
            database.inTransaction(tx -> tx.mapper(RebuildMapper.class).dropSegments(unreached));
        }
    }

    private RoaringBitmap reached() throws IOException {
        var union = new RoaringBitmap();
        var mapper = io.graphkeep.server.catalog.store.StoredSnapshotMapper.class;
        var states = List.of("COMPLETED", "PARTIAL", "CORRUPT", "UNCONFIRMED", "DELETING");
        for (var id : database.read(tx -> tx.mapper(mapper).inStates(states))) {
            var row = database.read(tx -> tx.mapper(mapper).find(id));
            if (row != null) {
                union.or(Bitmaps.decode(row.segments()));
            }
        }
        return union;
    }
}
