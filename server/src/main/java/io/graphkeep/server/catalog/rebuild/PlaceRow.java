package io.graphkeep.server.catalog.rebuild;

/** Where one chunk, or one list of a segment, lies. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record PlaceRow(byte[] id, long pack, int block, int chunk) {}
