package io.graphkeep.server.catalog.store;

/** A damaged segment and another row of the same list. */
public record OtherRow(long damaged, long number) {}
