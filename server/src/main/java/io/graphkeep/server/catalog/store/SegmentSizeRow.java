package io.graphkeep.server.catalog.store;

/** How much a segment lists, and where it lies. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record SegmentSizeRow(long bytes, int chunks, byte[] locator) {}
