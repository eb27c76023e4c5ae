package io.graphkeep.cli;

import io.graphkeep.v1.Operation;

/** An operation as a person reads it. */
final class OperationText {
    private OperationText() {}

    static Table table() {
        return new Table("OPERATION", "KIND", "STATE", "GRAPH", "CREATED", "ENDED", "BY");
    }

    static void row(Table table, Operation operation) {
        table.row(
                operation.getOperationId(),
                Human.word("OPERATION_KIND_", operation.getKind()),
                Human.word("OPERATION_STATE_", operation.getState()),
                operation.getGraphId().isEmpty() ? "-" : operation.getGraphId(),
                Human.time(operation.hasCreateTime(), operation.getCreateTime()),
                Human.time(operation.hasEndTime(), operation.getEndTime()),
                operation.getCreatedBy());
    }

    static Table details(Operation operation) {
        var progress = operation.getProgress();
        var table = new Table("operation", operation.getOperationId())
                .row("kind", Human.word("OPERATION_KIND_", operation.getKind()))
                .row("state", Human.word("OPERATION_STATE_", operation.getState()))
                .row("graph", operation.getGraphId())
                .row("snapshot", operation.getSnapshotId())
                .row("created", Human.time(operation.hasCreateTime(), operation.getCreateTime()))
                .row("started", Human.time(operation.hasStartTime(), operation.getStartTime()))
                .row("ended", Human.time(operation.hasEndTime(), operation.getEndTime()))
                .row("by", operation.getCreatedBy())
                .row("node", operation.getNode())
                .row("attempt", operation.getAttempt())
                .row("done", Human.bytes(progress.getBytesDone()) + ", " + progress.getFilesDone() + " files");
        if (operation.hasError()) {
            table.row("error", operation.getError().getMessage());
        }
        return table;
    }
}
