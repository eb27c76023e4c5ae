package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.schedule.Purpose;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** What the event log says of changes that callers make to graphs and snapshots. */
final class BackupEvents {
    /** Who acts where a schedule does. */
    static final String SCHEDULE = "schedule";

    private final EventLog log;

    BackupEvents(EventLog log) {
        this.log = log;
    }

    void graphCreated(Transaction transaction, GraphRow graph, String actor) {
        append(transaction, about(graph, EventKind.GRAPH_CREATED, actor, "was put under protection"));
    }

    void graphUpdated(Transaction transaction, GraphRow graph, String actor, Iterable<String> fields) {
        append(
                transaction,
                about(graph, EventKind.GRAPH_UPDATED, actor, "was changed").detail("fields", String.join(",", fields)));
    }

    void graphDeleting(Transaction transaction, GraphRow graph, String actor, UUID operation, boolean force) {
        append(
                transaction,
                about(graph, EventKind.GRAPH_DELETING, actor, "is being deleted")
                        .severity(Severity.WARNING)
                        .operation(operation)
                        .detail("force", String.valueOf(force)));
    }

    void graphDeleted(Transaction transaction, GraphRow graph, String actor, UUID operation) {
        append(
                transaction,
                about(graph, EventKind.GRAPH_DELETED, actor, "is deleted")
                        .severity(Severity.WARNING)
                        .operation(operation));
    }

    void captureRequested(Transaction transaction, GraphRow graph, String actor, UUID snapshot, UUID operation) {
        append(
                transaction,
                about(graph, EventKind.SNAPSHOT_REQUESTED, actor, "is to be captured")
                        .snapshot(snapshot)
                        .operation(operation));
    }

    /** A run was missed, and perhaps others after it; one makes up for all. */
    void scheduleMissed(Transaction transaction, GraphRow graph, Purpose purpose, OffsetDateTime planned, int runs) {
        var done = switch (purpose) {
            case CAPTURE -> "is captured now";
            case VERIFY -> "is verified now";
        };
        append(
                transaction,
                about(graph, EventKind.SCHEDULE_MISSED, SCHEDULE, done + " to make up for what was missed")
                        .detail("purpose", purpose.name())
                        .severity(Severity.WARNING)
                        .detail("planned", planned.toString())
                        .detail("runs", String.valueOf(runs)));
    }

    /** Told for the first of the runs in a row that find the same. */
    void scheduleSkipped(
            Transaction transaction, GraphRow graph, Purpose purpose, String what, GraphkeepException why) {
        var event = about(graph, EventKind.SCHEDULE_FAILED, SCHEDULE, "was due, and " + what)
                .severity(Severity.WARNING)
                .detail("purpose", purpose.name())
                .detail("reason", why.reason().name());
        var running = why.metadata().get("operation_id");
        append(transaction, running == null ? event : event.operation(UUID.fromString(running)));
    }

    void captureAbandoned(Transaction transaction, SnapshotRow row) {
        append(
                transaction,
                about(row, EventKind.SNAPSHOT_FAILED, "server", "was given up: its capture has ended without it")
                        .severity(Severity.ERROR)
                        .operation(row.operationId()));
    }

    void restoreRequested(Transaction transaction, SnapshotRow row, String actor, String where, UUID operation) {
        append(
                transaction,
                about(row, EventKind.RESTORE_STARTED, actor, "is to be restored")
                        .severity(Severity.NOTICE)
                        .operation(operation)
                        .detail("destination", where));
    }

    void snapshotUpdated(Transaction transaction, SnapshotRow row, String actor, String fields) {
        append(
                transaction,
                about(row, EventKind.SNAPSHOT_UPDATED, actor, "was changed").detail("fields", fields));
    }

    void snapshotHeld(Transaction transaction, SnapshotRow row, String actor, String reason) {
        append(
                transaction,
                about(row, EventKind.SNAPSHOT_HELD, actor, "is held now").detail("reason", reason));
    }

    void snapshotReleased(Transaction transaction, SnapshotRow row, String actor) {
        append(transaction, about(row, EventKind.SNAPSHOT_RELEASED, actor, "is not held any more"));
    }

    void snapshotDeleting(Transaction transaction, SnapshotRow row, String actor, boolean force) {
        append(
                transaction,
                about(row, EventKind.SNAPSHOT_DELETING, actor, "is being deleted")
                        .severity(Severity.NOTICE)
                        .detail("force", String.valueOf(force)));
    }

    void snapshotDeleted(Transaction transaction, SnapshotRow row, String actor) {
        append(
                transaction,
                about(row, EventKind.SNAPSHOT_DELETED, actor, "is deleted").severity(Severity.NOTICE));
    }

    private void append(Transaction transaction, Event event) {
        log.append(transaction, event);
    }

    private static Event about(GraphRow graph, EventKind kind, String actor, String what) {
        return Event.of(kind, actor, "Graph " + graph.id() + " " + what + ".").graph(graph.uid(), graph.id());
    }

    private static Event about(SnapshotRow row, EventKind kind, String actor, String what) {
        return Event.of(kind, actor, "Snapshot " + row.id() + " of graph " + row.graphId() + " " + what + ".")
                .graph(row.graphUid(), row.graphId())
                .snapshot(row.id());
    }
}
