package io.graphkeep.server.catalog.store;

/** The number that a staged segment was given. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record SegmentNumberRow(long number, byte[] id) {}
