package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.CollectedPackRow;
import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.PackSum;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.util.function.LongPredicate;

/**
 * Removes packs that were condemned before every open session was opened.
 *
 * <p>A pack is marked as going, and its dead segments are forgotten, before its object is deleted; whoever revived something
 * in it meanwhile is seen in a look after its row was locked. A crash at any step leaves what the next sweep goes on with.
 */
final class Sweep {
    private static final int BATCH = 500;

    private final Backend backend;
    private final Database database;
    private final long before;
    private final LongPredicate which;

    /** A sweep of all packs that were condemned before this epoch. */
    Sweep(Backend backend, Database database, long before) {
        this(backend, database, before, number -> true);
    }

    /**
     * A sweep.
     *
     * @param before the epoch before which a pack must have been condemned: a session that ends meanwhile lets nothing more go
     *     than was looked at
     * @param which of those packs, by their numbers
     */
    Sweep(Backend backend, Database database, long before, LongPredicate which) {
        this.backend = backend;
        this.database = database;
        this.before = before;
        this.which = which;
    }

    PackSum run(Runnable betweenSteps) throws IOException {
        var packs = 0L;
        var bytes = 0L;
        for (var pack : database.read(tx -> tx.mapper(CollectorMapper.class).deleting())) {
            betweenSteps.run();
            remove(pack);
            packs++;
            bytes += pack.size();
        }
        var after = 0L;
        while (true) {
            var from = after;
            var page = database.read(tx -> tx.mapper(CollectorMapper.class).sweepable(before, from, BATCH));
            if (page.isEmpty()) {
                return new PackSum(packs, bytes);
            }
            for (var pack : page) {
                betweenSteps.run();
                if (which.test(pack.number()) && begin(pack.number())) {
                    remove(pack);
                    packs++;
                    bytes += pack.size();
                }
            }
            after = page.getLast().number();
        }
    }

    /** Past this nothing revives it; false where someone did before. */
    private boolean begin(long number) {
        return database.inTransactionRepeated(tx -> {
            RebuildFence.require(tx);
            var mapper = tx.mapper(CollectorMapper.class);
            if (mapper.lock(number) == null || !mapper.isSweepable(number, before) || mapper.isNeeded(number)) {
                return false;
            }
            mapper.dropSegmentsOf(number);
            return mapper.startDeleting(number) == 1;
        });
    }

    private void remove(CollectedPackRow pack) throws IOException {
        backend.delete(ObjectNames.pack(pack.id()));
        database.inTransaction(tx -> tx.mapper(CollectorMapper.class).drop(pack.number()));
    }
}
