package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A writer, reader or compactor of the store. */
public record SessionRow(
        UUID id,
        SessionKind kind,
        SessionState state,
        long openedEpoch,
        @Nullable UUID processId,
        @Nullable UUID graphUid,
        @Nullable UUID operationId,
        int attempt,
        OffsetDateTime leaseUntil,
        OffsetDateTime openedAt,
        @Nullable OffsetDateTime endedAt) {}
