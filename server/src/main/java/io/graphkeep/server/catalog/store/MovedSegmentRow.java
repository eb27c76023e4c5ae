package io.graphkeep.server.catalog.store;

/** Where a segment lies from now on. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record MovedSegmentRow(long number, byte[] locator, long[] packs) {}
