package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.v1.CleanupResult;
import io.graphkeep.v1.RunCleanupRequest;

/** What the event log says of cleanups: how each ended, and what a caller let it do. */
final class CleanupEvents {
    private final Database database;
    private final EventLog log;

    CleanupEvents(Database database, EventLog log) {
        this.database = database;
        this.log = log;
    }

    void cleaned(OperationContext context, RunCleanupRequest request, CleanupResult result) {
        append(
                context,
                request,
                event(
                                EventKind.STORE_CLEANED,
                                context,
                                "A cleanup has removed " + result.getSnapshotsRemoved() + " snapshots and "
                                        + result.getFreedBytes() + " bytes.")
                        .severity(Severity.NOTICE));
    }

    void refused(OperationContext context, RunCleanupRequest request, GraphkeepException why) {
        append(
                context,
                request,
                event(EventKind.CLEANUP_REFUSED, context, "A cleanup was stopped: " + why.sentence())
                        .severity(Severity.WARNING)
                        .detail("reason", why.reason().name()));
    }

    private static Event event(EventKind kind, OperationContext context, String sentence) {
        return Event.of(kind, context.operation().createdBy(), sentence).operation(context.id());
    }

    private void append(OperationContext context, RunCleanupRequest request, Event event) {
        var told = allowing(event, request);
        database.inTransaction(transaction -> {
            context.fence(transaction);
            log.append(transaction, told);
            return true;
        });
    }

    /** The same with what a caller allowed, where that is more than the configuration does. */
    static Event allowing(Event event, RunCleanupRequest request) {
        var told = event;
        if (request.getAllowShare() > 0) {
            told = told.detail("allow_share", Double.toString(request.getAllowShare()));
        }
        return request.getTrustClock() ? told.detail("trust_clock", "true") : told;
    }
}
