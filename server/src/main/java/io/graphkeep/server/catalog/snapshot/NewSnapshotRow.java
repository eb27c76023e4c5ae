package io.graphkeep.server.catalog.snapshot;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A snapshot that is about to be made: CREATING, in that session. */
public record NewSnapshotRow(
        UUID id,
        UUID graphUid,
        UUID sessionId,
        @Nullable UUID operationId,
        @Nullable UUID parentId,
        UUID originInstance,
        long epoch,
        OffsetDateTime createdAt,
        String createdBy,
        String takenFor,
        String description,
        Map<String, String> labels) {}
