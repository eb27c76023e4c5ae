package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.FileCounts;
import io.graphkeep.v1.Hold;
import io.graphkeep.v1.Origin;
import io.graphkeep.v1.RetentionRule;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import io.graphkeep.v1.SnapshotTrigger;
import io.graphkeep.v1.Soundness;
import io.graphkeep.v1.Verification;
import io.graphkeep.v1.VerifyLevel;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HexFormat;

/** Rows of snapshots as the contract's messages. */
final class SnapshotMessages {
    private SnapshotMessages() {}

    /** The message of a row, whose graph protects snapshots for so long. */
    static Snapshot of(SnapshotRow row, Duration protectedPeriod) {
        var snapshot = Snapshot.newBuilder()
                .setSnapshotId(row.id().toString())
                .setGraphId(row.graphId())
                .setGraphUid(row.graphUid().toString())
                .setState(SnapshotState.valueOf("SNAPSHOT_STATE_" + row.state()))
                .setCreateTime(timestamp(row.createdAt()))
                .setLogicalBytes(row.logicalBytes())
                .setNewBytes(row.storedBytes())
                .putAllLabels(row.labels())
                .setProtectedUntil(timestamp(row.createdAt().plus(protectedPeriod)))
                .setOrigin(Origin.newBuilder()
                        .setInstanceId(row.originInstance().toString())
                        .setGraphUid(row.originGraph().toString())
                        .setGraphId(row.graphId()))
                .setEpoch(row.epoch())
                .setCreatedBy(row.createdBy())
                .setTrigger(SnapshotTrigger.valueOf("SNAPSHOT_TRIGGER_" + row.takenFor()))
                .setDescription(row.description())
                .setCounts(counts(row))
                .setStateReason(row.stateReason())
                .setEtag(Long.toString(row.version()));
        addCommitted(snapshot, row);
        addOptional(snapshot, row);
        return snapshot.build();
    }

    private static void addCommitted(Snapshot.Builder snapshot, SnapshotRow row) {
        if (row.manifestDigest() == null) {
            return;
        }
        snapshot.setManifestDigest(HexFormat.of().formatHex(row.manifestDigest()))
                .setCutTime(timestamp(row.cutAt()))
                .setConsistency(Consistency.valueOf("CONSISTENCY_" + row.consistency()));
        if (row.committedAt() != null) {
            snapshot.setCommitTime(timestamp(row.committedAt()));
        }
        if (row.soundness() != null) {
            snapshot.setSoundness(Soundness.valueOf("SOUNDNESS_" + row.soundness()));
        }
    }

    private static void addOptional(Snapshot.Builder snapshot, SnapshotRow row) {
        if (row.parentId() != null) {
            snapshot.setParentSnapshotId(row.parentId().toString());
        }
        if (row.operationId() != null) {
            snapshot.setOperationId(row.operationId().toString());
        }
        if (row.expireAt() != null) {
            snapshot.setExpireTime(timestamp(row.expireAt()));
        }
        if (row.expireRule() != null) {
            snapshot.setExpireRule(RetentionRule.valueOf("RETENTION_RULE_" + row.expireRule()));
        }
        if (row.verifiedLevel() != null && row.verifiedAt() != null) {
            snapshot.setLastVerification(Verification.newBuilder()
                    .setLevel(VerifyLevel.valueOf("VERIFY_LEVEL_" + row.verifiedLevel()))
                    .setVerifyTime(timestamp(row.verifiedAt()))
                    .setIntact(!row.state().equals("CORRUPT")));
        }
        if (row.holdReason() != null && row.holdSince() != null) {
            var hold = Hold.newBuilder()
                    .setReason(row.holdReason())
                    .setCreateTime(timestamp(row.holdSince()))
                    .setCreatedBy(row.holdBy() == null ? "" : row.holdBy());
            if (row.holdUntil() != null) {
                hold.setExpireTime(timestamp(row.holdUntil()));
            }
            snapshot.setHold(hold);
        }
    }

    private static FileCounts counts(SnapshotRow row) {
        if (row.counts() == null) {
            return FileCounts.newBuilder()
                    .setFiles(row.files())
                    .setDirectories(row.directories())
                    .setSymlinks(row.symlinks())
                    .setUnreadable(row.unreadable())
                    .setChanged(row.changed())
                    .build();
        }
        try {
            return FileCounts.parseFrom(row.counts());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The counts of snapshot " + row.id() + " cannot be read", e);
        }
    }

    static Timestamp timestamp(OffsetDateTime time) {
        return Timestamp.newBuilder()
                .setSeconds(time.toEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
