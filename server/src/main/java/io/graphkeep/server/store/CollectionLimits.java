package io.graphkeep.server.store;

/**
 * How much one collection may remove.
 *
 * @param share of the bytes of all packs, 0 to 1
 * @param floorBytes up to which it may remove whatever the share
 */
public record CollectionLimits(double share, long floorBytes) {}
