package io.graphkeep.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done now and then for as long as the server runs; a chore that fails is told and comes again. */
final class Chores implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Chores.class);
    /** Enough that a slow one does not hold up those that have to be soon. */
    private static final int THREADS = 3;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("chores-", 0).factory());

    /** Does it every so often, the first time after one pause. */
    void every(Duration pause, String what, Runnable chore) {
        repeat(pause, pause, what, chore);
    }

    /** Does it every so often, and soon for the first time: for what an earlier process may have left. */
    void soonAndEvery(Duration pause, String what, Runnable chore) {
        repeat(SOON, pause, what, chore);
    }

    private void repeat(Duration first, Duration pause, String what, Runnable chore) {
        var _ = threads.scheduleWithFixedDelay(
                new Chore(what, chore, log), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        log.info("Chores have ended");
    }
}
