package io.graphkeep.server.catalog.store;

import java.util.UUID;

/** A segment and where it lies. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record SegmentRow(long number, byte[] id, SegmentState state, UUID sessionId, boolean damaged, byte[] locator) {}
