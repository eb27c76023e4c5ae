package io.graphkeep.server.monitoring.events;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.event.EventLogRow;
import io.graphkeep.server.catalog.event.StoredEventMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.Event;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Reads stretches of the log that have left the window, or were never in it.
 *
 * <p>A few at a time: however many come back at once after a restart, they leave the catalog's connections to others. What was
 * forgotten is told, never skipped.
 */
final class EventLogReads {
    private static final int AT_ONCE = 3;
    /** So that one whom few events concern does not keep a statement running through all of the log. */
    private static final long STRETCH = 20_000;

    private final Database database;
    private final EventCursors cursors;
    private final EventMessages messages;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    EventLogReads(Database database, EventCursors cursors, EventMessages messages) {
        this.database = database;
        this.cursors = cursors;
        this.messages = messages;
    }

    /** The chosen events after a place, up to the settled end at most. */
    EventWindow.Run after(EventChoice choice, long number, long end, int most) throws InterruptedException {
        var upTo = Math.min(end, number + STRETCH);
        turns.acquire();
        try {
            return database.read(transaction -> {
                var mapper = transaction.mapper(StoredEventMapper.class);
                var rows = mapper.find(choice.query(number, upTo, false, most));
                // Asked after the rows were read: what was forgotten before that is known to be.
                requireKept(number, mapper.log());
                var last = rows.size() == most ? rows.get(most - 1).sequence() : upTo;
                return new EventWindow.Run(
                        rows.stream()
                                .map(messages::message)
                                .filter(choice::takes)
                                .toList(),
                        last);
            });
        } finally {
            turns.release();
        }
    }

    /** One page of the log. */
    List<Event> page(EventChoice choice, long after, long upTo, boolean newestFirst, int most) {
        return database.read(transaction ->
                transaction.mapper(StoredEventMapper.class).find(choice.query(after, upTo, newestFirst, most)).stream()
                        .map(messages::message)
                        .toList());
    }

    /** The place that a cursor names, where the log has everything after it. */
    long place(String cursor) {
        var number = cursors.number(cursor);
        var log = log();
        if (number.isEmpty()) {
            throw expired("The catalog was made anew since this cursor was given out, and has another log.", log);
        }
        requireKept(number.get(), log);
        if (number.get() > log.given()) {
            throw expired("The catalog is older than this cursor: an earlier state of it was brought back.", log);
        }
        return number.get();
    }

    /** The place before the oldest event that the log has. */
    long start() {
        return log().forgotten();
    }

    boolean knows(String graphId) {
        return database.read(
                transaction -> transaction.mapper(StoredEventMapper.class).knows(graphId));
    }

    private EventLogRow log() {
        return database.read(
                transaction -> transaction.mapper(StoredEventMapper.class).log());
    }

    private void requireKept(long number, EventLogRow log) {
        if (number < log.forgotten()) {
            throw expired("Events after this cursor are older than GRAPHKEEP_EVENT_RETENTION_DAYS, and are gone.", log);
        }
    }

    private GraphkeepException expired(String sentence, EventLogRow log) {
        return new GraphkeepException(Reason.CURSOR_EXPIRED, sentence).with("cursor", cursors.text(log.forgotten()));
    }
}
