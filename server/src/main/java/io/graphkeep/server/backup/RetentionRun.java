package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationDetails;
import io.graphkeep.v1.CleanupDecision;
import io.graphkeep.v1.CleanupResult;
import io.graphkeep.v1.OperationDetail;
import io.graphkeep.v1.RunCleanupRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Retention within one cleanup: all decisions are made and noted, removals first, and the brakes looked at, before the first
 * snapshot goes.
 */
final class RetentionRun {
    private static final int MOST_DECISIONS = 100;

    private final Database database;
    private final Retention retention;
    private final SnapshotRetirement retirement;
    private final OperationDetails details;
    private final SteadyClock steady;
    private final Clock clock;

    RetentionRun(
            Database database,
            Retention retention,
            SnapshotRetirement retirement,
            OperationDetails details,
            SteadyClock steady,
            Clock clock) {
        this.database = database;
        this.retention = retention;
        this.retirement = retirement;
        this.details = details;
        this.steady = steady;
        this.clock = clock;
    }

    /** The snapshots that may go; what was decided of all of them stands in the result and the operation's details. */
    List<SnapshotRow> decide(OperationContext context, RunCleanupRequest request, CleanupResult.Builder result) {
        var going = new ArrayList<SnapshotRow>();
        var removed = new ArrayList<OperationDetail>();
        var kept = new ArrayList<OperationDetail>();
        retention.decide(graph(context), clock.instant(), decided -> {
            context.checkCancelled();
            for (var each : decided) {
                (each.decision().removes() ? removed : kept)
                        .add(OperationDetail.newBuilder()
                                .setDecision(message(each))
                                .build());
                if (each.decision().removes()) {
                    going.add(each.snapshot());
                }
            }
        });
        removed.addAll(kept);
        details.replace(context, removed);
        removed.stream().limit(MOST_DECISIONS).forEach(line -> result.addDecisions(line.getDecision()));
        result.setSnapshotsConsidered(removed.size()).setDecisionsTotal(removed.size());
        if (request.getDryRun()) {
            result.setSnapshotsRemoved(going.size());
        }
        return going;
    }

    /** Why nothing may go by the clock; an admin who trusts it takes the doubt away. */
    Optional<GraphkeepException> clockDoubt(RunCleanupRequest request) {
        if (request.getTrustClock() && !request.getDryRun()) {
            steady.trust();
        }
        return steady.doubt()
                .filter(doubt -> !request.getTrustClock())
                .map(doubt -> new GraphkeepException(
                        Reason.CLEANUP_REFUSED,
                        "No snapshot was removed: " + doubt
                                + ", and retention goes by the clock. Check the time; if it is right, an admin says so"
                                + " with graphkeep cleanup --trust-clock."));
    }

    /** Removes them one by one, if that is not too much at once, which a dry run only tells. */
    void remove(
            OperationContext context,
            RunCleanupRequest request,
            CleanupLimits allowed,
            List<SnapshotRow> going,
            CleanupResult.Builder result,
            List<String> notes) {
        var excess = excess(allowed, going.size(), result.getSnapshotsConsidered());
        if (request.getDryRun()) {
            excess.ifPresent(refusal -> notes.add(refusal.sentence()));
            return;
        }
        if (excess.isPresent()) {
            throw excess.get();
        }
        for (var row : going) {
            context.checkCancelled();
            context.progress(0, 0, result.getSnapshotsRemoved(), going.size(), "removing snapshots");
            var left = retirement.retire(context, row);
            if (left.isEmpty()) {
                result.setSnapshotsRemoved(result.getSnapshotsRemoved() + 1);
            }
            left.ifPresent(notes::add);
        }
    }

    private static Optional<GraphkeepException> excess(CleanupLimits allowed, long removed, long considered) {
        if (allowed.allows(removed, considered)) {
            return Optional.empty();
        }
        return Optional.of(new GraphkeepException(
                        Reason.ALLOW_SHARE_EXCEEDED,
                        "The rules would remove " + removed + " of " + considered + " snapshots at once; "
                                + Math.round(allowed.share() * 100) + " % are allowed. Nothing was removed.")
                .with("snapshots", Long.toString(removed)));
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
}
