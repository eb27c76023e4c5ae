package io.graphkeep.server.backup;

import io.graphkeep.server.backup.schedule.Run;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.schedule.Purpose;
import io.graphkeep.server.catalog.schedule.ScheduleMapper;
import io.graphkeep.server.catalog.schedule.ScheduleRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The runs of all graphs' schedules that are due, taken up on whichever server sees them first.
 *
 * <p>A run is claimed and its operation queued in one transaction: exactly one server starts each run. However many runs were
 * missed, one makes up for them; what a run finds or fails with does not touch the next.
 */
final class DueRuns {
    private static final Logger LOG = LoggerFactory.getLogger(DueRuns.class);
    private static final int BATCH = 100;
    private static final int MOST_COUNTED = 1000;
    private static final Duration LATE = Duration.ofMinutes(5);

    private final Database database;
    private final BackupEvents events;
    private final Clock clock;

    DueRuns(Database database, BackupEvents events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** Puts into the queue what a claimed run of this graph is for. */
    interface Start {
        void queue(Transaction transaction, GraphRow graph, ScheduleRow row);
    }

    /** Starts the runs of one purpose that are due now. */
    void start(Purpose purpose, Start what) {
        var now = OffsetDateTime.now(clock);
        var due = database.read(
                transaction -> transaction.mapper(ScheduleMapper.class).due(purpose, now, BATCH));
        for (var row : due) {
            try {
                database.inTransaction(transaction -> start(transaction, row, now, what));
            } catch (GraphkeepException | IllegalStateException | IllegalArgumentException failure) {
                // One graph's run must not keep the others from theirs; it is still due, and comes again.
                var isWaiting = failure instanceof GraphkeepException known && known.reason() == Reason.RESTORE_RUNNING;
                LOG.atLevel(isWaiting ? Level.DEBUG : Level.WARN)
                        .log(
                                "The scheduled run ({}) of graph {} could not be started: {}",
                                purpose,
                                row.graphUid(),
                                failure.getMessage());
            }
        }
    }

    /** Notes that a claimed run starts nothing, and tells it for the first of such runs in a row. */
    void passOver(Transaction transaction, GraphRow graph, ScheduleRow row, String what, GraphkeepException why) {
        transaction.mapper(ScheduleMapper.class).skipped(row);
        if (row.skipped() == 0) {
            events.scheduleSkipped(transaction, graph, row.purpose(), what, why);
        }
    }

    private boolean start(Transaction transaction, ScheduleRow row, OffsetDateTime now, Start what) {
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
            events.scheduleMissed(transaction, graph, row.purpose(), planned, passedOver + 1);
        }
        what.queue(transaction, graph, row);
        return true;
    }
}
