package io.graphkeep.server.catalog;

import java.time.Duration;

/**
 * Whether the database was there when it was last used, so that one caller's wait spares the others theirs.
 *
 * <p>After work has lost its connection nobody waits for the pool before the database has answered a question once: who comes
 * within a second of a question that was not answered is refused at once, and who comes later asks again. A question that was
 * not answered refuses nobody by itself: it may have been slow, or its own connection cut. Safe for use by many threads.
 */
final class Presence {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final DatabaseProbe probe;
    private volatile boolean doubted;
    private volatile boolean away;
    private volatile long answeredAt;

    Presence(DatabaseProbe probe) {
        this.probe = probe;
    }

    /** Refuses where the database is known to be away. */
    void require() {
        if (!doubted) {
            return;
        }
        if ((away && System.nanoTime() - answeredAt < FRESH.toNanos()) || !ask()) {
            throw DatabaseFailures.away();
        }
    }

    /** Asks the database itself. */
    boolean ask() {
        var there = probe.isReachable();
        answeredAt = System.nanoTime();
        away = !there;
        if (there) {
            doubted = false;
        }
        return there;
    }

    /** Takes note of how work with the database has failed, and gives it back. */
    RuntimeException noted(RuntimeException failure) {
        if (DatabaseFailures.isLoss(failure)) {
            doubted = true;
        }
        return failure;
    }
}
