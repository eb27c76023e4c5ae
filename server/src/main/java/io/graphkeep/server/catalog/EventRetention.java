package io.graphkeep.server.catalog;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Forgets events that are older than they are to be kept, those of the audit too.
 *
 * <p>In batches, each a transaction of its own, so that no one waits for a long one; several servers may do it at once.
 */
public final class EventRetention {
    private static final int BATCH = 1_000;

    private final Database database;
    private final int days;
    private final Clock clock;

    public EventRetention(Database database, int days, Clock clock) {
        this.database = database;
        this.days = days;
        this.clock = clock;
    }

    /** To be called now and then. */
    public void forgetOld() {
        var before = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days);
        int gone;
        do {
            gone = database.inTransaction(transaction -> forget(transaction, before));
        } while (gone == BATCH);
    }

    /** What is gone is noted with it, so that a reader who was not that far yet is told. */
    private static int forget(Transaction transaction, OffsetDateTime before) {
        var events = transaction.mapper(EventMapper.class);
        var numbers = events.forget(before, BATCH);
        numbers.stream().max(Long::compare).ifPresent(events::forgotten);
        return numbers.size();
    }
}
