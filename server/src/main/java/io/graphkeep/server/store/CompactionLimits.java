package io.graphkeep.server.store;

/**
 * What is worth being rewritten.
 *
 * @param dead the share of a pack's chunks, 0 to 1, from which on it is
 * @param spread the packs over which a segment may be spread before it is gathered
 */
public record CompactionLimits(double dead, int spread) {
    /** Rewrites nothing. */
    public static final CompactionLimits NEVER = new CompactionLimits(2, Integer.MAX_VALUE);
}
