package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.Snapshot;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Deletes single snapshots, in two steps: {@link #start} decides and marks, in the caller's transaction; {@link #finish} takes
 * it out of the store and may be repeated. What was interrupted between them, or failed, goes on with {@link #finishLeft}.
 */
public final class SnapshotDeletions {
    private final Database database;
    private final Snapshots snapshots;
    private final SnapshotRemoval removal;
    private final GraphPolicies policies;
    private final GraphFacts facts;
    private final BackupEvents events;
    private final Clock clock;

    SnapshotDeletions(
            Database database,
            Snapshots snapshots,
            SnapshotRemoval removal,
            GraphPolicies policies,
            GraphFacts facts,
            BackupEvents events,
            Clock clock) {
        this.database = database;
        this.snapshots = snapshots;
        this.removal = removal;
        this.policies = policies;
        this.facts = facts;
        this.events = events;
        this.clock = clock;
    }

    /** Marks it DELETING, and returns it so; again is as good as once. */
    public Snapshot start(Transaction transaction, Principal caller, DeleteSnapshotRequest request) {
        var named = Lookups.snapshot(transaction, request.getSnapshotId(), "", false, caller);
        var row = Lookups.lockedSnapshot(transaction, named);
        if (row.state().equals("DELETING")) {
            return snapshots.shown(transaction, row);
        }
        Etags.require(request.getEtag(), row.id(), row.version(), "snapshot");
        requireMade(row);
        requireNotKept(transaction, row, request.getForce() && caller.mayUse(Role.ADMIN));
        transaction.mapper(SnapshotMapper.class).startDeleting(row.id(), caller.name());
        var after = Lookups.lockedSnapshot(transaction, row);
        facts.snapshotDeleted(transaction, after, caller.name());
        events.snapshotDeleting(transaction, after, caller.name(), request.getForce());
        return snapshots.shown(transaction, after);
    }

    /** Takes a snapshot that is DELETING away for good, in the name of whom began it; one that is gone is well. */
    public void finish(UUID id, Principal caller) {
        var row = database.read(
                transaction -> transaction.mapper(SnapshotMapper.class).find(id));
        if (row == null || !row.state().equals("DELETING")) {
            return;
        }
        var begunBy = database.read(
                transaction -> transaction.mapper(SnapshotMapper.class).deletedBy(id));
        var actor = Objects.requireNonNullElse(begunBy, caller.name());
        removal.delete(id, actor, transaction -> {}, transaction -> events.snapshotDeleted(transaction, row, actor));
    }

    /** Goes on with the deletions that were interrupted; one that fails again does not keep the others from it, and is told. */
    public void finishLeft() {
        var left = database.read(
                transaction -> transaction.mapper(SnapshotMapper.class).deleting());
        var failures = new Failures("A snapshot whose deletion has begun could not be deleted");
        for (var id : left) {
            failures.collect(() -> finish(id, Principal.server()));
        }
        failures.throwAny();
    }

    private static void requireMade(SnapshotRow row) {
        if (row.state().equals("CREATING")) {
            var operation = row.operationId();
            throw new GraphkeepException(
                            Reason.SNAPSHOT_NOT_READY,
                            "Snapshot " + row.id() + " is still being made: cancel its operation instead.")
                    .with("snapshot_id", row.id().toString())
                    .with("operation_id", operation == null ? "" : operation.toString());
        }
    }

    private void requireNotKept(Transaction transaction, SnapshotRow row, boolean forced) {
        var now = OffsetDateTime.now(clock);
        if (row.isHeld(now)) {
            throw refused(Reason.SNAPSHOT_HELD, row, "is held: " + row.holdReason());
        }
        var graph = Lookups.graphOf(transaction, row);
        var until = row.createdAt().plus(policies.protectedPeriod(graph));
        if (until.isAfter(now) && !forced) {
            throw refused(Reason.SNAPSHOT_PROTECTED, row, "is protected until " + until)
                    .with("protected_until", until.toString());
        }
        requireNotRestored(transaction, row);
    }

    /** RESTORE_RUNNING where a restore of it waits or runs. */
    static void requireNotRestored(Transaction transaction, SnapshotRow row) {
        transaction.mapper(OperationMapper.class).list(restoresOf(row)).stream()
                .findFirst()
                .ifPresent(restore -> {
                    throw refused(Reason.RESTORE_RUNNING, row, "is being restored by operation " + restore.id())
                            .with("operation_id", restore.id().toString());
                });
    }

    private static OperationQuery restoresOf(SnapshotRow row) {
        return new OperationQuery(
                List.of(Restores.KIND),
                List.of(OperationState.QUEUED, OperationState.RUNNING),
                List.of(),
                List.of(),
                row.id(),
                null,
                null,
                null,
                1);
    }

    private static GraphkeepException refused(Reason reason, SnapshotRow row, String what) {
        return new GraphkeepException(reason, "Snapshot " + row.id() + " " + what + ".")
                .with("snapshot_id", row.id().toString());
    }
}
