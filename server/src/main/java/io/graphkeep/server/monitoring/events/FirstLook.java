package io.graphkeep.server.monitoring.events;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.event.EventLogRow;
import io.graphkeep.server.catalog.event.StoredEventMapper;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;

/** Finds a number up to which the log is settled, when nothing of it is known yet. */
final class FirstLook {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private FirstLook() {}

    /**
     * The newest number that can be seen, once all who wrote then have ended.
     *
     * <p>A start does not wait long for them: where one takes its time, the log is followed from its beginning, which serves as
     * well and costs reading it.
     */
    static long settled(Database database, EventLogRow log) throws InterruptedException {
        var newest = database.read(
                transaction -> transaction.mapper(StoredEventMapper.class).newest());
        if (newest == null) {
            return log.forgotten();
        }
        var then = new HashSet<>(database.read(
                transaction -> transaction.mapper(StoredEventMapper.class).writers()));
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Collections.disjoint(
                then,
                database.read(transaction ->
                        transaction.mapper(StoredEventMapper.class).writers()))) {
            if (System.nanoTime() - deadline > 0) {
                return log.forgotten();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
        return newest;
    }
}
