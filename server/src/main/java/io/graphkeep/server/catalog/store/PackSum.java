package io.graphkeep.server.catalog.store;

/** How many packs, and their bytes. */
public record PackSum(long packs, long bytes) {}
