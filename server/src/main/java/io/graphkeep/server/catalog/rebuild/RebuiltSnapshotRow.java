package io.graphkeep.server.catalog.rebuild;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that the store tells of a snapshot. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record RebuiltSnapshotRow(
        UUID id,
        UUID graphUid,
        String state,
        String stateReason,
        String consistency,
        UUID sessionId,
        @Nullable UUID parentId,
        UUID originInstance,
        long epoch,
        OffsetDateTime cutAt,
        OffsetDateTime createdAt,
        String createdBy,
        @Nullable OffsetDateTime committedAt,
        String takenFor,
        byte[] manifestDigest,
        byte[] segments,
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
        @Nullable String deletedBy,
        Wishes wishes) {
    /** What people have said of it: its labels, its description, its hold. */
    public record Wishes(
            Map<String, String> labels,
            String description,
            @Nullable String holdReason,
            @Nullable String holdBy,
            @Nullable OffsetDateTime holdSince,
            @Nullable OffsetDateTime holdUntil) {}
}
