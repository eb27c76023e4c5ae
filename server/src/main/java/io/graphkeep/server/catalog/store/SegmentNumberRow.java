package io.graphkeep.server.catalog.store;

/** The number that a staged segment was given. */
public record SegmentNumberRow(long number, byte[] id) {}
