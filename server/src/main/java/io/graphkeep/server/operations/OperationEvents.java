package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.EventSubject;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import java.util.Locale;

/** What the event log says of operations. */
final class OperationEvents {
    private static final String SERVER = "server";

    private final EventLog log;

    OperationEvents(EventLog log) {
        this.log = log;
    }

    void started(Transaction transaction, OperationRow operation) {
        append(transaction, operation, event(EventKind.OPERATION_STARTED, operation, SERVER, "has begun"));
    }

    void takenOver(Transaction transaction, OperationRow operation) {
        var event = event(EventKind.OPERATION_TAKEN_OVER, operation, SERVER, "goes on after its server was lost");
        append(
                transaction,
                operation,
                event.severity(Severity.WARNING).detail("attempt", String.valueOf(operation.attempt())));
    }

    void succeeded(Transaction transaction, OperationRow operation) {
        append(transaction, operation, event(EventKind.OPERATION_FINISHED, operation, SERVER, "is done"));
    }

    void failed(Transaction transaction, OperationRow operation, GraphkeepException why) {
        var event = event(EventKind.OPERATION_FAILED, operation, SERVER, "has failed with " + why.reason());
        append(
                transaction,
                operation,
                event.severity(Severity.ERROR).detail("reason", why.reason().name()));
    }

    void cancelRequested(Transaction transaction, OperationRow operation, String actor) {
        var event = event(EventKind.OPERATION_CANCEL_REQUESTED, operation, actor, "was asked to stop");
        append(transaction, operation, event.severity(Severity.NOTICE));
    }

    void cancelled(Transaction transaction, OperationRow operation, String actor) {
        var event = event(EventKind.OPERATION_CANCELLED, operation, actor, "was cancelled");
        append(transaction, operation, event.severity(Severity.NOTICE));
    }

    private static Event event(EventKind kind, OperationRow operation, String actor, String what) {
        var name = operation.kind().toLowerCase(Locale.ROOT).replace('_', ' ');
        var graph = operation.graphId();
        var whose = graph == null ? "" : " of graph " + graph;
        return Event.of(kind, actor, "Operation " + operation.id() + " (" + name + whose + ") " + what + ".")
                .detail("kind", operation.kind());
    }

    private void append(Transaction transaction, OperationRow operation, Event event) {
        var subject = EventSubject.NONE
                .graph(operation.graphUid(), operation.graphId())
                .snapshot(operation.snapshotId())
                .operation(operation.id());
        log.append(transaction, event.about(subject));
    }
}
