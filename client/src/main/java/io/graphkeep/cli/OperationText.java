package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepException;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.Operation;

/** An operation as a person reads it. */
final class OperationText {
    private OperationText() {}

    static Table table() {
        return new Table("OPERATION", "KIND", "STATE", "GRAPH", Human.inZone("CREATED"), "ENDED", "BY");
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
                .row("created", Human.moment(operation.hasCreateTime(), operation.getCreateTime()))
                .row("started", Human.moment(operation.hasStartTime(), operation.getStartTime()))
                .row("ended", Human.moment(operation.hasEndTime(), operation.getEndTime()))
                .row("by", operation.getCreatedBy())
                .row("node", operation.getNode())
                .row("attempt", operation.getAttempt())
                .row("done", Human.bytes(progress.getBytesDone()) + ", " + progress.getFilesDone() + " files");
        if (operation.hasError()) {
            var error = GraphkeepException.of(operation.getError());
            table.row("error", error.sentence() + (error.reason().isEmpty() ? "" : " (" + error.reason() + ")"));
        }
        result(table, operation);
        return table;
    }

    /** Whether it did what was asked, and could not do all of it. */
    static boolean isIncomplete(Operation operation) {
        return SnapshotText.isPartial(operation.getSnapshot())
                || operation.getRepair().getCorruptSnapshotIdsCount() > 0
                || operation.getRestore().getDamagedFiles() > 0
                || operation.getRestore().getFindingsList().stream()
                        .anyMatch(finding -> finding.getProblem() == FileProblem.FILE_PROBLEM_UNREADABLE);
    }

    private static void result(Table table, Operation operation) {
        switch (operation.getResultCase()) {
            case SNAPSHOT -> {
                var snapshot = operation.getSnapshot();
                table.row("made", "snapshot " + snapshot.getSnapshotId())
                        .row("held in it", SnapshotText.extent(snapshot))
                        .row("graded", SnapshotText.grades(snapshot));
            }
            case RESTORE -> restore(table, operation);
            case RELEASE_RESTORE -> table.row("removed", "what the restore had kept aside");
            case DELETE_GRAPH ->
                table.row(
                        "deleted",
                        Human.count(operation.getDeleteGraph().getSnapshotsDeleted(), "snapshot", "snapshots"));
            case VERIFY -> {
                var verified = operation.getVerify();
                table.row("found", OutcomeText.of(verified));
                FindingsText.ofDamage(
                                verified.getFindingsList(), verified.getFindingsTotal(), operation.getOperationId())
                        .forEach(finding -> table.row("", finding));
            }
            case REPAIR -> {
                table.row("repaired", OutcomeText.of(operation.getRepair()));
                operation.getRepair().getNotesList().forEach(note -> table.row("note", note));
            }
            case CLEANUP -> {
                OutcomeText.of(operation.getCleanup()).forEach(sentence -> table.row("cleaned up", sentence));
                operation.getCleanup().getNotesList().forEach(note -> table.row("note", note));
            }
            case ROTATE_KEY ->
                table.row("new key", "number " + operation.getRotateKey().getKeyNumber());
            case REPLICATE, RECOVERY_POINT, VALIDATION, DRILL, FAILOVER, RESULT_NOT_SET -> {}
        }
    }

    private static void restore(Table table, Operation operation) {
        var restored = operation.getRestore();
        table.row(restored.getDryRun() ? "would restore" : "restored", RestoreText.extent(restored))
                .row("to", restored.getPath());
        if (!restored.getKeptAsidePath().isEmpty()) {
            table.row("kept aside", restored.getKeptAsidePath())
                    .row("until", Human.moment(restored.hasReleaseTime(), restored.getReleaseTime()))
                    .row("release", "graphkeep snapshot release " + operation.getOperationId());
        }
    }
}
