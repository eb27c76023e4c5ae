package io.graphkeep.server.catalog;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Where every room writes its events, each in the transaction that causes it: what is rolled back was never told.
 *
 * <p>Append-only. With event logging switched off, routine kinds are dropped here and the audit is kept.
 */
public final class EventLog {
    private final Clock clock;
    private final boolean routine;
    private final Runnable appended;

    public EventLog(Clock clock, boolean routine) {
        this(clock, routine, () -> {});
    }

    /** {@code appended} is told after each commit that brought an event; it is short. */
    public EventLog(Clock clock, boolean routine, Runnable appended) {
        this.clock = clock;
        this.routine = routine;
        this.appended = appended;
    }

    public void append(Transaction transaction, Event event) {
        if (routine || event.kind().isAudit()) {
            var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
            transaction.mapper(EventMapper.class).insert(now, event.kind().label(), event);
            transaction.afterCommit(appended);
        }
    }
}
