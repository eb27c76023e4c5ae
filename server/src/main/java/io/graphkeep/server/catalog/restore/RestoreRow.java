package io.graphkeep.server.catalog.restore;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A restore that is done.
 *
 * @param asidePath where the old content is kept; null where there was none
 * @param swap how the new content took its place: FRESH, EXCHANGED, RENAMED or JOURNALLED
 * @param releaseAt when the old content goes by itself; null for never
 */
public record RestoreRow(
        UUID operationId,
        UUID graphUid,
        UUID snapshotId,
        String node,
        String destination,
        @Nullable String asidePath,
        String swap,
        OffsetDateTime finishedAt,
        @Nullable OffsetDateTime releaseAt,
        @Nullable OffsetDateTime releasedAt) {}
