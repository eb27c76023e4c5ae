package io.graphkeep.server.store;

/**
 * How much one collection may remove, and what it rewrites.
 *
 * @param share of the bytes of all packs, 0 to 1; what is rewritten counts with all its bytes
 * @param floorBytes up to which it may remove whatever the share
 */
public record CollectionLimits(double share, long floorBytes, CompactionLimits compaction) {
    /** The limits of a collection that rewrites nothing. */
    public CollectionLimits(double share, long floorBytes) {
        this(share, floorBytes, CompactionLimits.NEVER);
    }
}
