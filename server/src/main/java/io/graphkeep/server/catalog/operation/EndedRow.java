package io.graphkeep.server.catalog.operation;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation that has succeeded or failed, without what it brought.
 *
 * @param parameters what was asked for, a serialized message of the handler's own
 * @param error a serialized {@code google.rpc.Status}; null where it has succeeded
 */
@SuppressWarnings("ArrayRecordComponent") // bytea as it is read; rows are never compared
public record EndedRow(UUID id, byte[] parameters, byte @Nullable [] error, OffsetDateTime endedAt) {}
