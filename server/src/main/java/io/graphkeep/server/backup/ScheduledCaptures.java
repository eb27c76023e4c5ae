package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.schedule.Purpose;
import io.graphkeep.server.catalog.schedule.ScheduleMapper;
import io.graphkeep.server.catalog.schedule.ScheduleRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.v1.CreateSnapshotRequest;

/** Puts captures that are due into the queue; a run that finds another capture of its graph unfinished is passed over. */
public final class ScheduledCaptures {
    private final DueRuns due;
    private final Operations operations;
    private final BackupEvents events;
    private final Ids ids;

    ScheduledCaptures(DueRuns due, Operations operations, BackupEvents events, Ids ids) {
        this.due = due;
        this.operations = operations;
        this.events = events;
        this.ids = ids;
    }

    /** Starts what is due now. */
    public void startDue() {
        due.start(Purpose.CAPTURE, this::queue);
    }

    private void queue(Transaction transaction, GraphRow graph, ScheduleRow row) {
        // Refused, it stays due and comes again when the restore is through.
        RunningRestores.refuseOver(transaction, graph);
        var snapshot = ids.next();
        var request = CreateSnapshotRequest.newBuilder().setGraphId(graph.id()).build();
        try {
            var operation = operations.start(
                    transaction,
                    new NewOperation(
                            Operations.CAPTURE,
                            graph.uid(),
                            graph.id(),
                            snapshot,
                            graph.sourceNode(),
                            request,
                            BackupEvents.SCHEDULE));
            transaction.mapper(ScheduleMapper.class).started(row, operation.id());
            events.captureRequested(transaction, graph, BackupEvents.SCHEDULE, snapshot, operation.id());
        } catch (GraphkeepException busy) {
            if (busy.reason() != Reason.CAPTURE_RUNNING) {
                throw busy;
            }
            due.passOver(transaction, graph, row, "its capture before is still running", busy);
        }
    }
}
