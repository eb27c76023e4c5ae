package io.graphkeep.server.catalog.store;

/** A segment that a session stages. It counts once the session has committed. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record NewSegmentRow(byte[] id, long bytes, int chunks, byte[] locator, long[] packs) {}
