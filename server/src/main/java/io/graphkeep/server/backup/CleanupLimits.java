package io.graphkeep.server.backup;

/**
 * How much one cleanup may remove by itself.
 *
 * @param share of the snapshots and of the store's bytes, 0 to 1
 * @param floorBytes of the store, up to which the share does not matter
 */
public record CleanupLimits(double share, long floorBytes) {
    /** So few snapshots may go whatever their share is: a graph with three of them would never lose one otherwise. */
    static final int FLOOR_SNAPSHOTS = 10;

    /** The same with the share that a caller allows once; 0 where none is named. */
    CleanupLimits allowing(double named) {
        return named > 0 ? new CleanupLimits(named, floorBytes) : this;
    }

    boolean allows(long removed, long considered) {
        return removed <= FLOOR_SNAPSHOTS || removed <= share * considered;
    }
}
