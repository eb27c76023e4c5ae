package io.graphkeep.server.catalog.snapshot;

/**
 * What damage has reached.
 *
 * @param graphsWithout graphs that have a snapshot which needs damaged data, and none that is whole
 */
public record CorruptRow(long snapshots, long graphs, long graphsWithout) {}
