package io.graphkeep.server.monitoring.events;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventBell;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.event.EventRow;
import io.graphkeep.server.catalog.event.StoredEventMapper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one reader of the log's end in this process: it looks when it is woken, and every second if it is not.
 *
 * <p>One look is one query, however many follow. What it finds settled goes into the window, in the order of the log, each event
 * once. A database that is away ends nothing: it goes on where it was.
 */
final class EventTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);
    private static final int MOST_ROWS = 1_000;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofMillis(400);

    private final Database database;
    private final EventBell bell;
    private final EventMessages messages;
    private final EventWindow window;
    private final Consumer<List<EventRow>> counted;
    private final Settling settling;
    private final ReentrantLock looking = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("events").daemon().unstarted(this::rounds);
    private volatile long newest;
    private long begun = System.nanoTime();
    private boolean failing;

    /**
     * Reads on from a number up to which the log is settled.
     *
     * @param counted is given all that is found
     */
    EventTail(
            Database database,
            EventBell bell,
            EventMessages messages,
            EventWindow window,
            Consumer<List<EventRow>> counted) {
        this.database = database;
        this.bell = bell;
        this.messages = messages;
        this.window = window;
        this.counted = counted;
        this.settling = new Settling(window.end());
        this.newest = window.end();
    }

    void start() {
        thread.start();
    }

    /** Looks now, unless a look that began after this call has ended already. */
    void look() {
        var asked = System.nanoTime();
        looking.lock();
        try {
            if (begun - asked >= 0) {
                return;
            }
            begun = System.nanoTime();
            while (lookOnce()) {
                // More than one look takes in.
            }
        } finally {
            looking.unlock();
        }
    }

    /** Looks, and waits until all that was there is settled; returns up to where it is, after the time in any case. */
    long settled(Duration atMost) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        look();
        var there = newest;
        while (window.end() < there && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            look();
        }
        return window.end();
    }

    /** Ends after the look at hand, which is waited for a little. */
    @Override
    public void close() {
        closed.countDown();
        bell.ring();
        try {
            thread.join(ENDING);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is more to look at. */
    private boolean lookOnce() {
        var rows = database.read(this::rows);
        if (!rows.isEmpty()) {
            newest = rows.get(rows.size() - 1).sequence();
        }
        var before = window.end();
        var upTo = settling.seen(rows.stream().map(EventRow::sequence).toList());
        var found = rows.stream()
                .filter(row -> row.sequence() > before && row.sequence() <= upTo)
                .toList();
        if (settling.mustWaitFor(newest)) {
            var writers = database.read(
                    transaction -> transaction.mapper(StoredEventMapper.class).writers());
            settling.waitFor(newest, writers);
        }
        if (upTo > before) {
            counted.accept(found);
            window.append(found.stream().map(messages::message).toList(), upTo);
        }
        return upTo > before && (rows.size() == MOST_ROWS || settling.isWaiting());
    }

    /** Who writes is asked first, in a statement of its own: only what is looked at after that is sure to be all. */
    private List<EventRow> rows(Transaction transaction) {
        var mapper = transaction.mapper(StoredEventMapper.class);
        if (settling.isWaiting()) {
            settling.writersBefore(mapper.writers());
        }
        return mapper.after(window.end(), MOST_ROWS);
    }

    private void rounds() {
        var pause = BETWEEN_LOOKS;
        try {
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!isWaiting()) {
                    bell.await(POLL);
                }
                if (closed.getCount() > 0) {
                    pause = round(pause);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWaiting() {
        looking.lock();
        try {
            return settling.isWaiting();
        } finally {
            looking.unlock();
        }
    }

    /** Looks, and tells how long to pause before the next look. */
    private Duration round(Duration before) {
        try {
            look();
            bell.passOn();
            failing = false;
            return isWaiting() ? longer(before) : BETWEEN_LOOKS;
        } catch (RuntimeException failure) {
            // The database is away, say: those who follow get nothing until it is back, and then all of it.
            if (!failing) {
                LOG.warn("The event log cannot be read, and is tried again", failure);
            }
            failing = true;
            return POLL;
        }
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_BETWEEN_LOOKS) < 0 ? doubled : LONGEST_BETWEEN_LOOKS;
    }
}
