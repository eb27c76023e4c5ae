package io.graphkeep.server.catalog.snapshot;

/** What the snapshots of a graph add up to; those being made or deleted are left out of the count. */
public record GraphTotals(long snapshots, long logicalBytes, long storedBytes) {}
