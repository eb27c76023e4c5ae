package io.graphkeep.server.store.rebuild;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.format.v1.CommitFact;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.StateRecord.FactCase;
import io.graphkeep.server.catalog.rebuild.RebuiltSnapshotRow;
import io.graphkeep.server.store.SnapshotSegments;
import io.graphkeep.v1.FileCounts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the row of a snapshot of its manifest and the records of it; with one of the two lost, of the other. */
final class SnapshotRows {
    private static final Set<String> TAKEN_FOR =
            Set.of("MANUAL", "SCHEDULED", "PUSHED", "REPLICATED", "RECOVERY_POINT", "FAILOVER");
    private static final String UNCONFIRMED =
            "No record of its commit was found: it can be restored from, and is no base of anything else.";
    private static final int DIGEST_BYTES = 32;

    private final UUID session;
    private final UUID instance;

    SnapshotRows(UUID session, UUID instance) {
        this.session = session;
        this.instance = instance;
    }

    /** A snapshot whose manifest was read. */
    RebuiltSnapshotRow of(
            UUID graph, UUID id, Manifest manifest, byte[] digest, SnapshotSegments.Found found, Facts facts) {
        var commit = facts.commit();
        var told = told(id, commit, facts, Facts.time(manifest.getCutTimeUs()));
        var changed = commit != null
                && !Arrays.equals(digest, commit.getManifestDigest().toByteArray());
        var damage = changed ? "Its manifest is not the one that was committed." : found.problem();
        var state = state(commit, manifest.getUnreadableCount() > 0, damage);
        return new RebuiltSnapshotRow(
                id,
                graph,
                facts.isDeleted() ? "DELETING" : state,
                commit == null ? (UNCONFIRMED + " " + damage).strip() : damage,
                consistency(manifest),
                session,
                told.parent(),
                UUID.fromString(manifest.getOriginInstanceId()),
                manifest.getEpoch(),
                Facts.time(manifest.getCutTimeUs()),
                told.createdAt(),
                told.createdBy(),
                told.committedAt(),
                told.takenFor(),
                changed && commit != null ? digest(commit) : digest,
                found.segments(),
                manifest.getLogicalBytes(),
                commit == null ? 0 : commit.getNewBytes(),
                commit == null ? 0 : commit.getStoredBytes(),
                manifest.getFileCount() + manifest.getHardLinkCount(),
                manifest.getDirectoryCount(),
                manifest.getSymlinkCount(),
                commit == null ? 0 : commit.getSkipped(),
                manifest.getUnreadableCount(),
                manifest.getTornCount(),
                told.counts(),
                facts.isDeleted() ? facts.deletedBy() : null,
                facts.wishes());
    }

    /** A snapshot that was committed and whose manifest is lost. */
    RebuiltSnapshotRow lost(UUID graph, UUID id, CommitFact commit, SnapshotSegments.Found found, Facts facts) {
        var made = Facts.time(commit.getCreatedUs());
        var told = told(id, commit, facts, made);
        var counts = counts(commit);
        return new RebuiltSnapshotRow(
                id,
                graph,
                facts.isDeleted() ? "DELETING" : "CORRUPT",
                found.problem(),
                "FUZZY",
                session,
                told.parent(),
                instance,
                1,
                made,
                made,
                told.createdBy(),
                told.committedAt(),
                told.takenFor(),
                digest(commit),
                found.segments(),
                0,
                commit.getNewBytes(),
                commit.getStoredBytes(),
                counts.getFiles(),
                counts.getDirectories(),
                counts.getSymlinks(),
                commit.getSkipped(),
                counts.getUnreadable(),
                counts.getChanged(),
                told.counts(),
                facts.isDeleted() ? facts.deletedBy() : null,
                facts.wishes());
    }

    /** What the record of the commit adds to the manifest, or what can be said without it. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Told(
            @Nullable UUID parent,
            OffsetDateTime createdAt,
            String createdBy,
            @Nullable OffsetDateTime committedAt,
            String takenFor,
            byte @Nullable [] counts) {}

    private static Told told(UUID id, @Nullable CommitFact commit, Facts facts, OffsetDateTime cut) {
        if (commit == null) {
            return new Told(null, begun(id, cut), "", null, "MANUAL", null);
        }
        var record = facts.get(FactCase.COMMIT);
        return new Told(
                commit.getParentId().isEmpty() ? null : UUID.fromString(commit.getParentId()),
                Facts.time(commit.getCreatedUs()),
                commit.getCreatedBy(),
                record == null ? null : Facts.time(record.getTimeUs()),
                TAKEN_FOR.contains(commit.getTakenFor()) ? commit.getTakenFor() : "MANUAL",
                commit.getCounts().isEmpty() ? null : commit.getCounts().toByteArray());
    }

    /** What is not confirmed stays that, damaged or not. */
    private static String state(@Nullable CommitFact commit, boolean partial, String damage) {
        if (commit == null) {
            return "UNCONFIRMED";
        }
        if (!damage.isEmpty()) {
            return "CORRUPT";
        }
        return partial || commit.getState().equals("PARTIAL") ? "PARTIAL" : "COMPLETED";
    }

    private static String consistency(Manifest manifest) {
        return switch (manifest.getConsistency()) {
            case MANIFEST_CONSISTENCY_STOPPED -> "STOPPED";
            case MANIFEST_CONSISTENCY_QUIESCED -> "QUIESCED";
            case MANIFEST_CONSISTENCY_FUZZY, MANIFEST_CONSISTENCY_UNSPECIFIED, UNRECOGNIZED -> "FUZZY";
        };
    }

    /** Ids of version 7 begin with the milliseconds of their making. */
    private static OffsetDateTime begun(UUID id, OffsetDateTime otherwise) {
        return id.version() == 7
                ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16).atOffset(ZoneOffset.UTC)
                : otherwise;
    }

    private static byte[] digest(CommitFact commit) {
        return Arrays.copyOf(commit.getManifestDigest().toByteArray(), DIGEST_BYTES);
    }

    private static FileCounts counts(CommitFact commit) {
        try {
            return FileCounts.parseFrom(commit.getCounts());
        } catch (InvalidProtocolBufferException e) {
            return FileCounts.getDefaultInstance(); // Of a snapshot that is lost anyway.
        }
    }
}
