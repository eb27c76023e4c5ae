package io.graphkeep.server.backup;

import io.graphkeep.server.backup.schedule.Run;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.schedule.ScheduleMapper;
import io.graphkeep.server.catalog.schedule.ScheduleRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.v1.CreateSnapshotRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts captures that are due into the queue, on whichever server sees it first.
 *
 * <p>A run is claimed and its capture queued in one transaction: exactly one server starts each run. However many runs were
 * missed, one makes up for them; what a run finds or fails with does not touch the next.
 */
public final class ScheduledCaptures {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledCaptures.class);
    private static final int BATCH = 100;
    private static final int MOST_COUNTED = 1000;
    private static final Duration LATE = Duration.ofMinutes(5);

    private final Database database;
    private final Operations operations;
    private final BackupEvents events;
    private final Ids ids;
    private final Clock clock;

    ScheduledCaptures(Database database, Operations operations, BackupEvents events, Ids ids, Clock clock) {
        this.database = database;
        this.operations = operations;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /** Starts what is due now. */
    public void startDue() {
        var now = OffsetDateTime.now(clock);
        var due = database.read(
                transaction -> transaction.mapper(ScheduleMapper.class).due(now, BATCH));
        for (var row : due) {
            try {
                database.inTransaction(transaction -> start(transaction, row, now));
            } catch (GraphkeepException | IllegalStateException | IllegalArgumentException failure) {
                // One graph's run must not keep the others from theirs; it is still due, and comes again.
                LOG.warn(
                        "The scheduled capture of graph {} could not be started: {}",
                        row.graphUid(),
                        failure.getMessage());
            }
        }
    }

    private boolean start(Transaction transaction, ScheduleRow row, OffsetDateTime now) {
        var graph = transaction.mapper(GraphMapper.class).lockByUid(row.graphUid());
        var planned = row.plannedAt();
        if (graph == null || graph.isDeleting() || planned == null || row.startAt() == null) {
            return false;
        }
        var timetable = GraphSchedules.timetable(row);
        var next = timetable.nextToBegin(planned.toInstant(), now.toInstant());
        var schedules = transaction.mapper(ScheduleMapper.class);
        if (schedules.claim(row, GraphSchedules.planned(next), GraphSchedules.start(next), now) == 0) {
            return false;
        }
        var until = next.map(Run::planned).orElse(now.toInstant());
        var passedOver = timetable.count(planned.toInstant(), until, MOST_COUNTED);
        if (passedOver > 0 || now.minus(LATE).isAfter(row.startAt())) {
            events.scheduleMissed(transaction, graph, planned, passedOver + 1);
        }
        queue(transaction, graph, row);
        return true;
    }

    private void queue(Transaction transaction, GraphRow graph, ScheduleRow row) {
        var schedules = transaction.mapper(ScheduleMapper.class);
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
            schedules.started(graph.uid(), operation.id());
            events.captureRequested(transaction, graph, BackupEvents.SCHEDULE, snapshot, operation.id());
        } catch (GraphkeepException busy) {
            if (busy.reason() != Reason.CAPTURE_RUNNING) {
                throw busy;
            }
            schedules.skipped(graph.uid());
            if (row.skipped() == 0) {
                events.scheduleSkipped(transaction, graph, busy);
            }
        }
    }
}
