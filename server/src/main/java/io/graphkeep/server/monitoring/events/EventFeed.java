package io.graphkeep.server.monitoring.events;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventBell;
import io.graphkeep.server.catalog.event.StoredEventMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The event log for those who read and follow it: in pages, or from any place on for as long as they like.
 *
 * <p>Everyone sees the same events in the same order, in every process of the instance, and a place in it keeps its meaning for
 * as long as the log. What one of them does or leaves undone is nothing to the others.
 */
public final class EventFeed implements AutoCloseable {
    private static final int MOST_READERS = 2_000;
    private static final Duration FOR_A_LOOK = Duration.ofMillis(500);

    private final EventTail tail;
    private final EventWindow window;
    private final EventLogReads reads;
    private final EventCursors cursors;
    private final EventFigures figures;
    private final Duration patience;
    private final AtomicInteger readers = new AtomicInteger();

    private EventFeed(Database database, EventBell bell, Origin origin, Limits limits, EventFigures figures) {
        this.figures = figures;
        this.patience = limits.patience();
        cursors = new EventCursors(origin.instance(), origin.log());
        var messages = new EventMessages(cursors);
        window = new EventWindow(origin.settled(), limits.windowEvents(), limits.windowBytes());
        reads = new EventLogReads(database, cursors, messages);
        tail = new EventTail(database, bell, messages, window, figures::found);
        figures.watch(readers::get);
    }

    /** Which log it is, and up to where it was settled when the feed began. */
    private record Origin(UUID instance, UUID log, long settled) {}

    /**
     * How much of the log is kept in memory, and how long one who was at its end may be behind it.
     */
    public record Limits(int windowEvents, long windowBytes, Duration patience) {
        /** What serves a thousand followers of a hundred events a second in some megabytes. */
        public static Limits usual() {
            return new Limits(4_096, 8 << 20, Duration.ofMinutes(1));
        }
    }

    /** Follows the log of this instance from now on. */
    public static EventFeed start(Database database, EventBell bell, UUID instance, Limits limits, EventFigures figures)
            throws InterruptedException {
        var log = database.inTransaction(transaction -> {
            var mapper = transaction.mapper(StoredEventMapper.class);
            mapper.enter();
            return mapper.log();
        });
        var origin = new Origin(instance, log.id(), FirstLook.settled(database, log));
        var feed = new EventFeed(database, bell, origin, limits, figures);
        feed.tail.start();
        return feed;
    }

    /** Follows from after this cursor, or from the oldest event where it is empty and {@code fromStart}, or else from now on. */
    public EventReader follow(EventChoice choice, String cursor, boolean fromStart) throws InterruptedException {
        if (readers.incrementAndGet() > MOST_READERS) {
            readers.decrementAndGet();
            throw new GraphkeepException(
                            Reason.TOO_MANY_REQUESTS,
                            "This server already has " + MOST_READERS + " followers of the event log.")
                    .retryAfter(Duration.ofSeconds(5));
        }
        try {
            return new EventReader(
                    window,
                    reads,
                    cursors,
                    choice,
                    place(cursor, fromStart),
                    patience,
                    closed -> readers.decrementAndGet());
        } catch (RuntimeException | InterruptedException refused) {
            readers.decrementAndGet();
            throw refused;
        }
    }

    private long place(String cursor, boolean fromStart) throws InterruptedException {
        if (!cursor.isEmpty()) {
            return reads.place(cursor);
        }
        return fromStart ? reads.start() : tail.settled(FOR_A_LOOK);
    }

    /** The oldest events with a number above {@code after}, oldest first. */
    public List<Event> oldest(EventChoice choice, long after, int most) throws InterruptedException {
        return reads.page(choice, after, tail.settled(FOR_A_LOOK), false, most);
    }

    /** The newest events, newest first. */
    public List<Event> newest(EventChoice choice, int most) throws InterruptedException {
        return reads.page(choice, 0, tail.settled(FOR_A_LOOK), true, most);
    }

    /** The newest events with a number below {@code before}, newest first. */
    public List<Event> newestBefore(EventChoice choice, long before, int most) {
        return reads.page(choice, 0, before - 1, true, most);
    }

    /** Whether there is a graph of this id, or an event of one that was. */
    public boolean knows(String graphId) {
        return reads.knows(graphId);
    }

    /** One that followed was cut off because it was too slow. */
    public void cutOff() {
        figures.cutOff();
    }

    @Override
    public void close() {
        tail.close();
    }
}
