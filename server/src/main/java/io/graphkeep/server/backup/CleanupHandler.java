package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationHandler;
import io.graphkeep.server.store.Collected;
import io.graphkeep.server.store.CollectionLimits;
import io.graphkeep.v1.CleanupDecision;
import io.graphkeep.v1.CleanupResult;
import io.graphkeep.v1.RunCleanupRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Removes the snapshots that no rule keeps, and then what no snapshot needs.
 *
 * <p>All decisions are made, and the brakes looked at, before the first deletion. Each snapshot is looked at again when its
 * turn comes. A cleanup that was interrupted begins anew: what it had removed is gone, the rest is decided again.
 */
public final class CleanupHandler implements OperationHandler {
    private static final int MOST_DECISIONS = 100;
    private static final int MOST_NOTES = 20;
    private static final Set<Reason> LEFT =
            EnumSet.of(Reason.SNAPSHOT_HELD, Reason.SNAPSHOT_NOT_FOUND, Reason.RESTORE_RUNNING);

    private final Database database;
    private final SnapshotRemoval removal;
    private final Garbage garbage;
    private final Retention retention;
    private final CleanupLimits limits;
    private final SteadyClock steady;
    private final BackupEvents events;
    private final EventLog log;
    private final Clock clock;

    /**
     * What holds where neither a graph nor a caller says otherwise.
     *
     * @param days how long snapshots are kept
     * @param zone in which days, weeks and months begin
     * @param share of the snapshots and of the store's bytes that one cleanup may remove
     * @param floorBytes that it may remove whatever their share
     */
    public record Rules(int days, ZoneId zone, double share, long floorBytes) {}

    /** The handler of an instance whose clock is watched from now on. */
    public static CleanupHandler of(
            Database database,
            SnapshotRemoval removal,
            Garbage garbage,
            GraphPolicies policies,
            Rules rules,
            EventLog log,
            Clock clock,
            LongSupplier nanos) {
        return new CleanupHandler(
                database,
                removal,
                garbage,
                new Retention(database, policies, rules.days(), rules.zone()),
                new CleanupLimits(rules.share(), rules.floorBytes()),
                new SteadyClock(clock, nanos),
                log,
                clock);
    }

    private CleanupHandler(
            Database database,
            SnapshotRemoval removal,
            Garbage garbage,
            Retention retention,
            CleanupLimits limits,
            SteadyClock steady,
            EventLog log,
            Clock clock) {
        this.database = database;
        this.removal = removal;
        this.garbage = garbage;
        this.retention = retention;
        this.limits = limits;
        this.steady = steady;
        this.events = new BackupEvents(log);
        this.log = log;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return Cleanups.KIND;
    }

    @Override
    public OnTakeover onTakeover() {
        return OnTakeover.RESUME;
    }

    @Override
    public Any run(OperationContext context) {
        var request = context.parameters(RunCleanupRequest.parser());
        var result = CleanupResult.newBuilder().setDryRun(request.getDryRun());
        var notes = new ArrayList<String>();
        if (!request.getCollectOnly()) {
            retain(context, request, result, notes);
        }
        if (!request.getRetentionOnly()) {
            collect(context, request, result, notes);
        }
        result.addAllNotes(notes.stream().limit(MOST_NOTES).toList());
        if (!request.getDryRun()) {
            cleaned(context, result);
        }
        return Any.pack(result.build());
    }

    /** What it has removed is removed; the rest is as it was. */
    @Override
    public void settle(Transaction transaction, OperationRow operation) {}

    private void retain(
            OperationContext context, RunCleanupRequest request, CleanupResult.Builder result, List<String> notes) {
        var going = new ArrayList<SnapshotRow>();
        retention.decide(graph(context), clock.instant(), decided -> {
            context.checkCancelled();
            for (var each : decided) {
                result.setSnapshotsConsidered(result.getSnapshotsConsidered() + 1);
                result.setDecisionsTotal(result.getDecisionsTotal() + 1);
                if (each.decision().removes()) {
                    going.add(each.snapshot());
                }
                if (result.getDecisionsCount() < MOST_DECISIONS) {
                    result.addDecisions(message(each));
                }
            }
        });
        requireAllowed(request, going.size(), result.getSnapshotsConsidered());
        if (request.getDryRun()) {
            result.setSnapshotsRemoved(going.size());
            return;
        }
        for (var row : going) {
            context.checkCancelled();
            context.progress(0, 0, result.getSnapshotsRemoved(), going.size(), "removing snapshots");
            if (remove(context, row, notes)) {
                result.setSnapshotsRemoved(result.getSnapshotsRemoved() + 1);
            }
        }
    }

    private @Nullable GraphRow graph(OperationContext context) {
        var uid = context.operation().graphUid();
        if (uid == null) {
            return null;
        }
        var graph = database.read(
                transaction -> transaction.mapper(GraphMapper.class).findByUid(uid));
        if (graph == null || graph.isDeleting()) {
            throw new GraphkeepException(
                    Reason.GRAPH_NOT_FOUND, "Graph " + context.operation().graphId() + " is not there any more.");
        }
        return graph;
    }

    private void requireAllowed(RunCleanupRequest request, long removed, long considered) {
        var step = steady.step();
        if (removed > 0 && !step.equals(Duration.ZERO)) {
            throw new GraphkeepException(
                    Reason.CLEANUP_REFUSED,
                    "The cleanup stops: the server's clock was set by " + step
                            + " since the server started, and retention goes by the clock. Nothing was removed; check"
                            + " the time, then start the server again.");
        }
        var allowed = limits.allowing(request.getAllowShare());
        if (!allowed.allows(removed, considered)) {
            throw new GraphkeepException(
                            Reason.ALLOW_SHARE_EXCEEDED,
                            "The rules would remove " + removed + " of " + considered + " snapshots at once; "
                                    + Math.round(allowed.share() * 100) + " % are allowed. Nothing was removed.")
                    .with("snapshots", Long.toString(removed));
        }
    }

    /** False where it is needed after all, or gone: that was found out with its row locked. */
    private boolean remove(OperationContext context, SnapshotRow row, List<String> notes) {
        var by = context.operation().createdBy();
        try {
            removal.delete(
                    row.id(),
                    by,
                    transaction -> {
                        context.fence(transaction);
                        requireUnneeded(transaction, row);
                        events.snapshotDeleting(transaction, row, by, false);
                    },
                    transaction -> events.snapshotDeleted(transaction, row, by));
            return true;
        } catch (GraphkeepException e) {
            if (LEFT.contains(e.reason())) {
                notes.add("Snapshot " + row.id() + " was left: " + e.getMessage());
                return false;
            }
            throw e;
        }
    }

    private void requireUnneeded(Transaction transaction, SnapshotRow row) {
        var snapshots = transaction.mapper(SnapshotMapper.class);
        var now = snapshots.lock(row.id());
        if (now != null && now.isHeld(OffsetDateTime.now(clock))) {
            throw new GraphkeepException(Reason.SNAPSHOT_HELD, "it has been held since the cleanup began.");
        }
        var newest = snapshots.latest(row.graphUid(), false);
        var lastResort = newest == null ? snapshots.latest(row.graphUid(), true) : newest;
        if (lastResort == null || lastResort.id().equals(row.id())) {
            throw new GraphkeepException(
                    Reason.SNAPSHOT_HELD, "it is the newest intact snapshot of its graph since others were damaged.");
        }
        SnapshotDeletions.requireNotRestored(transaction, row);
    }

    private void collect(
            OperationContext context, RunCleanupRequest request, CleanupResult.Builder result, List<String> notes) {
        context.progress(0, 0, 0, 0, "collecting garbage");
        var allowed = limits.allowing(request.getAllowShare());
        var collected = request.getDryRun()
                ? garbage.wouldCollect()
                : garbage.collect(new CollectionLimits(allowed.share(), allowed.floorBytes()), () -> {
                    context.checkCancelled();
                });
        notes.addAll(collected.notes());
        tell(collected, result);
    }

    private static void tell(Collected collected, CleanupResult.Builder result) {
        result.setFreedBytes(collected.packs().bytes())
                .setPacksRemoved(collected.packs().packs())
                .setOrphansRemoved(collected.orphans())
                .setUnknownObjects(collected.unknown())
                .setRemovedShare(collected.share());
    }

    private static CleanupDecision message(Retention.Decided each) {
        return CleanupDecision.newBuilder()
                .setSnapshotId(each.snapshot().id().toString())
                .setGraphId(each.snapshot().graphId())
                .setCutTime(Moments.of(each.snapshot().cutAt()))
                .setRemoved(each.decision().removes())
                .addAllKeptBy(each.decision().keptBy())
                .setExplanation(each.decision().explanation())
                .build();
    }

    private void cleaned(OperationContext context, CleanupResult.Builder result) {
        database.inTransaction(transaction -> {
            context.fence(transaction);
            log.append(
                    transaction,
                    Event.of(
                                    EventKind.STORE_CLEANED,
                                    context.operation().createdBy(),
                                    "A cleanup has removed " + result.getSnapshotsRemoved() + " snapshots and "
                                            + result.getFreedBytes() + " bytes.")
                            .severity(Severity.NOTICE)
                            .operation(context.id())
                            .detail(
                                    "allow_share",
                                    Double.toString(context.parameters(RunCleanupRequest.parser())
                                            .getAllowShare())));
            return true;
        });
    }
}
