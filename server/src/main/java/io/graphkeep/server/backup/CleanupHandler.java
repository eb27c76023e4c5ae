package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationDetails;
import io.graphkeep.server.operations.OperationHandler;
import io.graphkeep.server.store.Collected;
import io.graphkeep.server.store.CollectionLimits;
import io.graphkeep.server.store.CompactionLimits;
import io.graphkeep.v1.CleanupResult;
import io.graphkeep.v1.RunCleanupRequest;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes the snapshots that no rule keeps, and then what no snapshot needs; neither before the store was looked at.
 *
 * <p>Where the clock is in doubt retention stops, and collection, which does not go by it, still runs before that is told. A
 * cleanup that was interrupted begins anew: what it had removed is gone, the rest is decided again.
 */
public final class CleanupHandler implements OperationHandler {
    private static final int MOST_NOTES = 20;
    private static final Set<Reason> BRAKES = EnumSet.of(Reason.CLEANUP_REFUSED, Reason.ALLOW_SHARE_EXCEEDED);

    private final Database database;
    private final RetentionRun retention;
    private final Garbage garbage;
    private final CleanupLimits limits;
    private final CompactionLimits compaction;
    private final CleanupEvents events;

    /**
     * What holds where neither a graph nor a caller says otherwise.
     *
     * @param days how long snapshots are kept
     * @param zone in which days, weeks and months begin
     * @param share of the snapshots and of the store's bytes that one cleanup may remove
     * @param floorBytes that it may remove whatever their share
     * @param compaction what it rewrites
     */
    public record Rules(int days, ZoneId zone, double share, long floorBytes, CompactionLimits compaction) {}

    public CleanupHandler(
            Database database,
            SnapshotRemoval removal,
            Garbage garbage,
            GraphPolicies policies,
            Rules rules,
            SteadyClock steady,
            EventLog log,
            Clock clock) {
        this.database = database;
        this.retention = new RetentionRun(
                database,
                new Retention(database, policies, rules.days(), rules.zone()),
                new SnapshotRetirement(removal, new BackupEvents(log), clock),
                new OperationDetails(database),
                steady,
                clock);
        this.garbage = garbage;
        this.limits = new CleanupLimits(rules.share(), rules.floorBytes());
        this.compaction = rules.compaction();
        this.events = new CleanupEvents(database, log);
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
        try {
            if (!request.getDryRun()) {
                CatalogReview.require(database, context, request);
            }
            var result = clean(context, request);
            if (!request.getDryRun()) {
                events.cleaned(context, request, result);
            }
            return Any.pack(result);
        } catch (GraphkeepException e) {
            if (BRAKES.contains(e.reason()) && !request.getDryRun()) {
                events.refused(context, request, e);
            }
            throw e;
        }
    }

    /** What it has removed is removed; the rest is as it was. */
    @Override
    public void settle(Transaction transaction, OperationRow operation) {}

    private CleanupResult clean(OperationContext context, RunCleanupRequest request) {
        var result = CleanupResult.newBuilder().setDryRun(request.getDryRun());
        var notes = new ArrayList<String>();
        var allowed = limits.allowing(request.getAllowShare());
        var doubt = Optional.<GraphkeepException>empty();
        var going = Set.<UUID>of();
        Garbage.@Nullable Surveyed surveyed = null;
        if (!request.getCollectOnly()) {
            var decided = retention.decide(context, request, result);
            going = decided.stream().map(row -> row.id()).collect(Collectors.toSet());
            doubt = decided.isEmpty() ? Optional.empty() : retention.clockDoubt(request);
            doubt.ifPresent(refusal -> notes.add(refusal.sentence()));
            if (doubt.isEmpty() && !decided.isEmpty() && !request.getDryRun()) {
                surveyed = survey(context);
            }
            if (doubt.isEmpty()) {
                retention.remove(context, request, allowed, decided, result, notes);
            }
        }
        if (!request.getRetentionOnly()) {
            var most = new CollectionLimits(allowed.share(), allowed.floorBytes(), compaction);
            tell(
                    request.getDryRun()
                            ? garbage.wouldCollect(going, most, context::checkCancelled)
                            : collect(context, surveyed == null ? survey(context) : surveyed, most),
                    result,
                    notes);
        }
        if (doubt.isPresent() && !request.getDryRun()) {
            throw doubt.get();
        }
        return result.addAllNotes(notes.stream().limit(MOST_NOTES).toList()).build();
    }

    /** Before the first snapshot goes as before the first bytes do: a store that has lost something may lose no more. */
    private Garbage.Surveyed survey(OperationContext context) {
        context.progress(0, 0, 0, 0, "looking at the store");
        return garbage.survey(context::checkCancelled);
    }

    private static Collected collect(OperationContext context, Garbage.Surveyed surveyed, CollectionLimits most) {
        context.progress(0, 0, 0, 0, "collecting garbage");
        return surveyed.collect(most, context::checkCancelled);
    }

    private static void tell(Collected collected, CleanupResult.Builder result, List<String> notes) {
        notes.addAll(collected.notes());
        result.setFreedBytes(collected.packs().bytes() + collected.orphanBytes())
                .setPacksRemoved(collected.packs().packs())
                .setPacksCompacted(collected.compacted())
                .setOrphansRemoved(collected.orphans())
                .setUnknownObjects(collected.unknown())
                .setRemovedShare(collected.share());
    }
}
