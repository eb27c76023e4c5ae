package io.graphkeep.server.catalog.snapshot;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot as the catalog has it, with the id of its graph, but without its segments.
 *
 * @param sessionId the session that writes or wrote it
 * @param takenFor why it was taken
 * @param counts a serialized {@code FileCounts} of the contract
 * @param version grows with each change; the etag
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record SnapshotRow(
        UUID id,
        UUID graphUid,
        String graphId,
        String state,
        String consistency,
        @Nullable String soundness,
        UUID sessionId,
        @Nullable UUID operationId,
        @Nullable UUID parentId,
        UUID originInstance,
        UUID originGraph,
        long epoch,
        OffsetDateTime cutAt,
        OffsetDateTime createdAt,
        String createdBy,
        @Nullable OffsetDateTime committedAt,
        String takenFor,
        String description,
        byte @Nullable [] manifestDigest,
        long logicalBytes,
        long newBytes,
        long storedBytes,
        long files,
        long directories,
        long symlinks,
        long skipped,
        long unreadable,
        long changed,
        byte @Nullable [] counts,
        String stateReason,
        @Nullable String verifiedLevel,
        @Nullable OffsetDateTime verifiedAt,
        @Nullable Boolean verifiedIntact,
        @Nullable UUID verifiedBy,
        Map<String, String> labels,
        @Nullable String holdReason,
        @Nullable String holdBy,
        @Nullable OffsetDateTime holdSince,
        @Nullable OffsetDateTime holdUntil,
        @Nullable OffsetDateTime expireAt,
        @Nullable String expireRule,
        long version) {

    /** Whether a hold keeps it at that time. */
    public boolean isHeld(OffsetDateTime now) {
        return holdReason != null && (holdUntil == null || holdUntil.isAfter(now));
    }
}
