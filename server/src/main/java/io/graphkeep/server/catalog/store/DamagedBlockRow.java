package io.graphkeep.server.catalog.store;

/**
 * A block that was found damaged.
 *
 * @param block -1 where it is all of the pack
 */
public record DamagedBlockRow(long pack, int block) {}
