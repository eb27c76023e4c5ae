package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.schedule.Purpose;
import io.graphkeep.server.catalog.schedule.ScheduleMapper;
import io.graphkeep.server.catalog.schedule.ScheduleRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;

/**
 * Puts the verifications that are due into the queue: of each graph's newest snapshot that is not known to be damaged, at the
 * level of its policy.
 *
 * <p>A graph is verified by itself once at a time; a run that finds another verification of it unfinished, or nothing to verify,
 * is passed over.
 */
public final class ScheduledVerifications {
    private final DueRuns due;
    private final Verifications verifications;

    ScheduledVerifications(DueRuns due, Verifications verifications) {
        this.due = due;
        this.verifications = verifications;
    }

    /** Starts what is due now. */
    public void startDue() {
        due.start(Purpose.VERIFY, this::queue);
    }

    private void queue(Transaction transaction, GraphRow graph, ScheduleRow row) {
        var running = transaction.mapper(OperationMapper.class).findUnended(graph.uid(), Verifications.SNAPSHOT);
        if (running != null) {
            var busy = new GraphkeepException(
                            Reason.CONFLICT,
                            "A snapshot of graph " + graph.id() + " is being verified already, by operation "
                                    + running.id() + ".")
                    .with("operation_id", running.id().toString());
            due.passOver(transaction, graph, row, "a verification of it is still running", busy);
            return;
        }
        var snapshots = transaction.mapper(SnapshotMapper.class);
        var whole = snapshots.latest(graph.uid(), false);
        var newest = whole == null ? snapshots.latest(graph.uid(), true) : whole;
        if (newest == null) {
            var none = new GraphkeepException(
                    Reason.SNAPSHOT_NOT_FOUND, "Graph " + graph.id() + " has no snapshot to verify.");
            due.passOver(transaction, graph, row, "has no snapshot to verify", none);
            return;
        }
        var level = GraphPolicies.parse(graph.policy()).getVerify().getLevel();
        var operation = verifications.start(transaction, newest, level, BackupEvents.SCHEDULE);
        transaction.mapper(ScheduleMapper.class).started(row, operation.id());
    }
}
