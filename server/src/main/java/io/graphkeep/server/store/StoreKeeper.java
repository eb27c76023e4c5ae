package io.graphkeep.server.store;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running server does for its store all the time: renews the leases of its sessions, ends those that expired, puts
 * state records that an outage held up, and counts manifests that no snapshot has.
 *
 * <p>A round that fails is logged and the next one is tried: a lease outlasts several rounds.
 */
public final class StoreKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);
    private static final int ROUNDS_A_LEASE = 4;
    private static final Duration SURVEY = Duration.ofHours(1);

    private final Store store;
    private final ScheduledExecutorService thread = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("store-keeper-", 0).daemon().factory());

    private StoreKeeper(Store store) {
        this.store = store;
    }

    /** Begins to keep a store whose sessions live this long. */
    public static StoreKeeper start(Store store, Duration lease) {
        var keeper = new StoreKeeper(store);
        keeper.repeat("renewing sessions", keeper::round, lease.dividedBy(ROUNDS_A_LEASE));
        keeper.repeat("counting manifests", store::surveyManifests, SURVEY);
        return keeper;
    }

    /** One round, as it is run several times in a lease's time. */
    void round() {
        store.sessions().renewAll();
        store.sessions().reap();
        if (store.status().readOnly().isEmpty()) {
            store.records().putPending();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It never completes: attempt() lets nothing through.
    private void repeat(String what, Runnable task, Duration every) {
        thread.scheduleWithFixedDelay(() -> attempt(what, task), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whatever a round throws must not end the rounds: the executor would drop the task without a word. */
    private static void attempt(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("The store's keeper failed at {} and will try again: {}", what, e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
