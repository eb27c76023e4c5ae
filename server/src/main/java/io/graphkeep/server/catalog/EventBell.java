package io.graphkeep.server.catalog;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes the one reader of the event log in this process when an event was appended, here or by another server.
 *
 * <p>Other servers are told at most ten times a second, by a notification that says no more than that there is something. It
 * only makes the reader quick: one who is never woken finds everything a little later.
 */
public final class EventBell implements AutoCloseable {
    private static final String CHANNEL = "graphkeep_event";
    private static final Duration BETWEEN_NOTIFICATIONS = Duration.ofMillis(100);

    private final Database database;
    private final Semaphore rung = new Semaphore(0);
    private final AtomicBoolean untold = new AtomicBoolean();
    private final Listening listening;
    private long toldAt = System.nanoTime() - BETWEEN_NOTIFICATIONS.toNanos();

    public EventBell(Database database) {
        this.database = database;
        this.listening = database.listen(CHANNEL, rung::release);
    }

    /** Says that this process has appended something, which is committed. */
    public void ring() {
        untold.set(true);
        rung.release();
    }

    /** Waits until there is something, or for the time; for one thread. */
    public void await(Duration atMost) throws InterruptedException {
        var wait = untold.get() ? Math.min(atMost.toNanos(), BETWEEN_NOTIFICATIONS.toNanos()) : atMost.toNanos();
        if (rung.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
            rung.drainPermits();
        }
    }

    /** Tells the other servers what was rung here since they were last told, unless that was just now; for the same thread. */
    public void passOn() {
        if (System.nanoTime() - toldAt >= BETWEEN_NOTIFICATIONS.toNanos() && untold.getAndSet(false)) {
            toldAt = System.nanoTime();
            database.inTransaction(
                    transaction -> transaction.mapper(EventMapper.class).wakeReaders());
        }
    }

    @Override
    public void close() {
        listening.close();
    }
}
