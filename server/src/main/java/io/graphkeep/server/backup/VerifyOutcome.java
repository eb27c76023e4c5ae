package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.FailedWithResult;
import io.graphkeep.server.store.CheckLevel;
import io.graphkeep.v1.VerifyLevel;
import io.graphkeep.v1.VerifyResult;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What becomes of a verification that has ended: written into its snapshots, told as an event, and failed for damage. */
final class VerifyOutcome {
    private static final int MOST_NAMED = 20;
    private static final int BATCH = 1_000;

    private final EventLog events;

    VerifyOutcome(EventLog events) {
        this.events = events;
    }

    static CheckLevel level(VerifyLevel level) {
        return switch (level) {
            case VERIFY_LEVEL_CATALOG -> CheckLevel.CATALOG;
            case VERIFY_LEVEL_PRESENCE -> CheckLevel.PRESENCE;
            case VERIFY_LEVEL_UNSPECIFIED, VERIFY_LEVEL_CONTENT -> CheckLevel.CONTENT;
            case VERIFY_LEVEL_SEMANTIC, UNRECOGNIZED ->
                throw new GraphkeepException(
                        Reason.NOT_IMPLEMENTED,
                        "Verification at SEMANTIC is not built yet: CONTENT is the deepest level.");
        };
    }

    static VerifyLevel level(CheckLevel level) {
        return VerifyLevel.valueOf("VERIFY_LEVEL_" + level);
    }

    /** Writes down that these snapshots were looked at. */
    static void note(
            Transaction tx, List<UUID> snapshots, CheckLevel level, OffsetDateTime at, boolean intact, UUID operation) {
        for (var from = 0; from < snapshots.size(); from += BATCH) {
            var batch = snapshots.subList(from, Math.min(snapshots.size(), from + BATCH));
            tx.mapper(SnapshotMapper.class).verified(batch, level.name(), at, intact, operation);
        }
    }

    /** Says what was found: of objects, never of files. */
    void tell(Transaction tx, OperationRow operation, VerifyResult result) {
        var graph = operation.graphUid();
        var id = operation.graphId();
        var snapshot = operation.snapshotId();
        var what = snapshot == null ? "The store" : "Snapshot " + snapshot + " of graph " + id;
        var level = result.getLevel().name().substring("VERIFY_LEVEL_".length());
        var event = result.getIntact()
                ? Event.of(
                        snapshot == null ? EventKind.STORE_VERIFIED : EventKind.SNAPSHOT_VERIFIED,
                        operation.createdBy(),
                        what + " was verified at " + level + " and is intact.")
                : Event.of(
                                EventKind.STORE_DAMAGED,
                                operation.createdBy(),
                                what + " was verified at " + level + ": " + result.getDamagedObjects()
                                        + " stored objects are missing or damaged.")
                        .severity(Severity.CRITICAL)
                        .detail("objects", objects(result));
        var about = snapshot == null ? event : event.snapshot(snapshot);
        var whole = graph == null || id == null ? about : about.graph(graph, id);
        events.append(tx, whole.operation(operation.id()).detail("level", level));
    }

    /** The result of one that found nothing; what is thrown for one that found damage. */
    static Any settled(VerifyResult result) {
        var packed = Any.pack(result);
        if (result.getIntact()) {
            return packed;
        }
        var hit = result.getCorruptSnapshotIdsCount();
        var failure = new GraphkeepException(
                        Reason.STORE_DAMAGED,
                        "The verification found " + result.getDamagedObjects()
                                + (result.getDamagedObjects() == 1
                                        ? " stored object that is missing or damaged"
                                        : " stored objects that are missing or damaged")
                                + (hit == 0
                                        ? "; no snapshot needs what is hit. Where it lies in packs, the next cleanup"
                                                + " leaves it behind."
                                        : ", which " + hit + (hit == 1 ? " snapshot needs." : " snapshots need.")))
                .with("damaged_objects", Long.toString(result.getDamagedObjects()))
                .with("corrupt_snapshots", Integer.toString(hit));
        throw new FailedWithResult(
                result.getFindingsCount() == 0
                        ? failure
                        : failure.with("object", result.getFindings(0).getObject()),
                packed);
    }

    private static String objects(VerifyResult result) {
        var names = result.getFindingsList().stream()
                .map(finding -> finding.getObject())
                .distinct()
                .limit(MOST_NAMED)
                .toList();
        return String.join(" ", names);
    }
}
