package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OperationContext;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Removes snapshots that retention has decided on. Each is looked at again, with its row locked, when its turn comes. */
final class SnapshotRetirement {
    private static final Set<Reason> LEFT =
            EnumSet.of(Reason.SNAPSHOT_HELD, Reason.SNAPSHOT_NOT_FOUND, Reason.RESTORE_RUNNING);

    private final SnapshotRemoval removal;
    private final BackupEvents events;
    private final Clock clock;

    SnapshotRetirement(SnapshotRemoval removal, BackupEvents events, Clock clock) {
        this.removal = removal;
        this.events = events;
        this.clock = clock;
    }

    /** Why it was left: it is needed after all, or gone; nothing where it was removed. */
    Optional<String> retire(OperationContext context, SnapshotRow row) {
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
            return Optional.empty();
        } catch (GraphkeepException e) {
            if (LEFT.contains(e.reason())) {
                return Optional.of("Snapshot " + row.id() + " was left: " + e.getMessage());
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
        // The deletion itself is one change. Of one that was found whole since, what was decided says nothing.
        if (now != null && now.version() != row.version() + 1) {
            throw new GraphkeepException(
                    Reason.SNAPSHOT_HELD, "it has changed since the cleanup began, and the next one decides anew.");
        }
        if (isLast(row, snapshots)) {
            throw new GraphkeepException(
                    Reason.SNAPSHOT_HELD, "it is the newest intact snapshot of its graph since others were damaged.");
        }
        SnapshotDeletions.requireNotRestored(transaction, row);
    }

    /** The row is DELETING by now, and so not among the others: an intact one must leave a newer intact one. */
    private static boolean isLast(SnapshotRow row, SnapshotMapper snapshots) {
        var newest = snapshots.latest(row.graphUid(), false);
        if (newest == null) {
            return row.state().equals("COMPLETED") || snapshots.latest(row.graphUid(), true) == null;
        }
        return row.state().equals("COMPLETED") && newest.cutAt().isBefore(row.cutAt());
    }
}
