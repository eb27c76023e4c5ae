package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Condemns what no snapshot refers to: segments in batches, then the packs into which no living segment points.
 *
 * <p>Each step excludes commits, and looks only then, in statements after the lock: at snapshots that the mark has not read,
 * and at segments that were revived or came meanwhile. What is condemned is still there, and comes back to life when someone
 * refers to it before it is swept.
 */
final class Condemnation {
    private static final int BATCH = 5_000;

    private static final int PACKS = 500;
    private static final int WINDOW = 1 << 16;

    /** How long commits may be held up by the collector's wait for its lock. */
    private static final String LOCK_WAIT_MILLIS = "2000";

    private final Database database;
    private final Mark mark;

    Condemnation(Database database, Mark mark) {
        this.database = database;
        this.mark = mark;
    }

    /** The numbers of the living segments that nothing refers to, as far as the mark knows. */
    RoaringBitmap unreferenced() {
        var last = database.read(tx -> tx.mapper(CollectorMapper.class).lastSegment());
        var dead = new RoaringBitmap();
        for (var from = 0L; from <= last; from += WINDOW) {
            var unmarked = mark.unmarked(from, from + WINDOW);
            for (var number : living(unmarked, from)) {
                if (unmarked.contains(number.intValue())) {
                    dead.add(number.intValue());
                }
            }
        }
        return dead;
    }

    /** Where nearly all numbers are marked, only the others are asked for. */
    private List<Long> living(RoaringBitmap unmarked, long from) {
        if (unmarked.isEmpty()) {
            return List.of();
        }
        return database.read(tx -> {
            var mapper = tx.mapper(CollectorMapper.class);
            return unmarked.getCardinality() <= BATCH
                    ? mapper.liveAmong(Bitmaps.longs(unmarked))
                    : mapper.liveBetween(from, from + WINDOW - 1);
        });
    }

    void run(Runnable betweenSteps) {
        var numbers = Bitmaps.longs(unreferenced());
        for (var from = 0; from < numbers.length; from += BATCH) {
            betweenSteps.run();
            var batch = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + BATCH));
            database.inTransactionRepeated(tx -> {
                var epoch = alone(tx);
                var dead = stillUnreferenced(tx, batch);
                var packs = tx.mapper(SegmentMapper.class).packsOf(dead);
                tx.mapper(CollectorMapper.class)
                        .thin(packs.stream().mapToLong(Long::longValue).toArray());
                return tx.mapper(CollectorMapper.class).condemnSegments(dead, epoch);
            });
        }
        condemnPacks(betweenSteps);
    }

    /** They are looked for without a lock, and looked at again under it. */
    private void condemnPacks(Runnable betweenSteps) {
        var after = 0L;
        while (true) {
            betweenSteps.run();
            var from = after;
            var page = database.read(tx -> tx.mapper(CollectorMapper.class).condemnable(from, PACKS));
            if (page.isEmpty()) {
                return;
            }
            var numbers = page.stream().mapToLong(Long::longValue).toArray();
            database.inTransactionRepeated(
                    tx -> tx.mapper(CollectorMapper.class).condemnPacks(numbers, alone(tx)));
            after = page.getLast();
        }
    }

    /** Excludes commits until the transaction ends, and begins a new epoch. */
    static long alone(Transaction tx) {
        var collector = tx.mapper(CollectorMapper.class);
        collector.limitLockWait(LOCK_WAIT_MILLIS);
        tx.mapper(InstanceMapper.class).lockCommitsAlone();
        RebuildFence.require(tx);
        return collector.endEpoch();
    }

    private long[] stillUnreferenced(Transaction tx, long[] batch) {
        try {
            mark.again(tx);
        } catch (DamagedException e) {
            throw StoreFailures.of(e);
        }
        return Arrays.stream(batch).filter(number -> !mark.contains(number)).toArray();
    }
}
