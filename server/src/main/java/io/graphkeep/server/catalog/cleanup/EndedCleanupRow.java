package io.graphkeep.server.catalog.cleanup;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cleanup that has succeeded or failed.
 *
 * @param error a serialized {@code google.rpc.Status}; null where it has succeeded
 */
@SuppressWarnings("ArrayRecordComponent") // bytea as it is read; rows are never compared
public record EndedCleanupRow(UUID id, byte @Nullable [] error, OffsetDateTime endedAt) {}
