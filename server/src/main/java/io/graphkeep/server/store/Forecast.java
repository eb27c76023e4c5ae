package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.PackSum;
import io.graphkeep.server.catalog.store.SegmentMapper;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/** What would be condemned if some snapshots were gone. It changes nothing, and reads as much as there is that is dead. */
final class Forecast {
    private static final int BATCH = 5_000;

    private final Database database;

    Forecast(Database database) {
        this.database = database;
    }

    /** The packs into which nothing living would point any more. */
    PackSum without(Set<UUID> gone) throws DamagedException {
        var dead = new Condemnation(database, Mark.without(database, gone)).unreferenced();
        var dying = packsOf(Bitmaps.longs(dead)).stream()
                .filter(pack -> isDead(pack, dead))
                .mapToLong(Long::longValue)
                .toArray();
        return database.read(tx -> tx.mapper(CollectorMapper.class).sumOf(dying));
    }

    private Set<Long> packsOf(long[] segments) {
        var packs = new TreeSet<Long>();
        for (var from = 0; from < segments.length; from += BATCH) {
            var batch = Arrays.copyOfRange(segments, from, Math.min(segments.length, from + BATCH));
            packs.addAll(database.read(tx -> tx.mapper(SegmentMapper.class).packsOf(batch)));
        }
        return packs;
    }

    private boolean isDead(long pack, RoaringBitmap dead) {
        return database.read(tx -> tx.mapper(CollectorMapper.class).livingIn(pack)).stream()
                .allMatch(segment -> dead.contains(segment.intValue()));
    }
}
