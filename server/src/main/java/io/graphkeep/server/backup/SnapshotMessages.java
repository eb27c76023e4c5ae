package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
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

/** Snapshots as callers see them, made from the catalog's rows. */
public final class SnapshotMessages {
    private SnapshotMessages() {}

    /**
     * A snapshot with all that is known of it.
     *
     * @param protectedPeriod the period of its graph
     * @param now decides whether a hold with an end still holds
     */
    public static Snapshot message(SnapshotRow row, Duration protectedPeriod, OffsetDateTime now) {
        var message = Snapshot.newBuilder()
                .setSnapshotId(row.id().toString())
                .setGraphId(row.graphId())
                .setGraphUid(row.graphUid().toString())
                .setState(SnapshotState.valueOf("SNAPSHOT_STATE_" + row.state()))
                .setConsistency(Consistency.valueOf("CONSISTENCY_" + row.consistency()))
                .setCutTime(Moments.of(row.cutAt()))
                .setCreateTime(Moments.of(row.createdAt()))
                .setLogicalBytes(row.logicalBytes())
                .setNewBytes(row.newBytes())
                .setStoredBytes(row.storedBytes())
                .putAllLabels(row.labels())
                .setProtectedUntil(Moments.of(row.createdAt().plus(protectedPeriod)))
                .setOrigin(origin(row))
                .setEpoch(row.epoch())
                .setCreatedBy(row.createdBy())
                .setTrigger(SnapshotTrigger.valueOf("SNAPSHOT_TRIGGER_" + row.takenFor()))
                .setDescription(row.description())
                .setCounts(counts(row))
                .setStateReason(stateReason(row))
                .setEtag(Etags.of(row.id(), row.version()));
        addWhatIsKnown(message, row);
        addOutlook(message, row, now);
        return message.build();
    }

    private static String stateReason(SnapshotRow row) {
        return row.state().equals("PARTIAL") && row.stateReason().isEmpty()
                ? row.unreadable() + " files or directories could not be read."
                : row.stateReason();
    }

    private static void addWhatIsKnown(Snapshot.Builder message, SnapshotRow row) {
        var committed = row.committedAt();
        if (committed != null) {
            message.setCommitTime(Moments.of(committed));
        }
        var digest = row.manifestDigest();
        if (digest != null) {
            message.setManifestDigest(HexFormat.of().formatHex(digest));
        }
        var parent = row.parentId();
        if (parent != null) {
            message.setParentSnapshotId(parent.toString());
        }
        var operation = row.operationId();
        if (operation != null) {
            message.setOperationId(operation.toString());
        }
        var soundness = row.soundness();
        if (soundness != null) {
            message.setSoundness(Soundness.valueOf("SOUNDNESS_" + soundness));
        }
        var level = row.verifiedLevel();
        var verified = row.verifiedAt();
        if (level != null && verified != null) {
            var by = row.verifiedBy();
            message.setLastVerification(Verification.newBuilder()
                    .setLevel(VerifyLevel.valueOf("VERIFY_LEVEL_" + level))
                    .setVerifyTime(Moments.of(verified))
                    .setIntact(Boolean.TRUE.equals(row.verifiedIntact()))
                    .setOperationId(by == null ? "" : by.toString()));
        }
    }

    private static void addOutlook(Snapshot.Builder message, SnapshotRow row, OffsetDateTime now) {
        if (row.isHeld(now)) {
            message.setHold(hold(row));
        }
        var expires = row.expireAt();
        if (expires != null) {
            message.setExpireTime(Moments.of(expires));
        }
        var rule = row.expireRule();
        if (rule != null) {
            message.setExpireRule(RetentionRule.valueOf("RETENTION_RULE_" + rule));
        }
    }

    private static Hold hold(SnapshotRow row) {
        var hold = Hold.newBuilder();
        var reason = row.holdReason();
        if (reason != null) {
            hold.setReason(reason);
        }
        var by = row.holdBy();
        if (by != null) {
            hold.setCreatedBy(by);
        }
        var since = row.holdSince();
        if (since != null) {
            hold.setCreateTime(Moments.of(since));
        }
        var until = row.holdUntil();
        if (until != null) {
            hold.setExpireTime(Moments.of(until));
        }
        return hold.build();
    }

    private static Origin origin(SnapshotRow row) {
        return Origin.newBuilder()
                .setInstanceId(row.originInstance().toString())
                .setGraphUid(row.originGraph().toString())
                .setGraphId(row.originGraph().equals(row.graphUid()) ? row.graphId() : "")
                .build();
    }

    private static FileCounts counts(SnapshotRow row) {
        var counts = row.counts();
        if (counts == null) {
            return FileCounts.newBuilder()
                    .setFiles(row.files())
                    .setDirectories(row.directories())
                    .setSymlinks(row.symlinks())
                    .setSkipped(row.skipped())
                    .setUnreadable(row.unreadable())
                    .setChanged(row.changed())
                    .build();
        }
        try {
            return FileCounts.parseFrom(counts);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The counts of snapshot " + row.id() + " cannot be read", e);
        }
    }
}
