package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import java.util.Arrays;
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
        var dead = new RoaringBitmap();
        var after = 0L;
        while (true) {
            var from = after;
            var page = database.read(tx -> tx.mapper(CollectorMapper.class).liveSegments(from, BATCH));
            if (page.isEmpty()) {
                return dead;
            }
            page.stream().filter(number -> !mark.contains(number)).forEach(number -> dead.add(number.intValue()));
            after = page.getLast();
        }
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
