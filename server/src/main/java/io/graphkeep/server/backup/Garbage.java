package io.graphkeep.server.backup;

import io.graphkeep.server.store.Collected;
import io.graphkeep.server.store.CollectionLimits;
import java.util.Set;
import java.util.UUID;

/** Removes from the store what no snapshot needs. */
public interface Garbage {
    /**
     * Looks at the store before the first thing goes, be it a snapshot, and refuses where something is wrong with it.
     *
     * @param betweenSteps called often; what it throws ends the look where it is
     */
    Surveyed survey(Runnable betweenSteps);

    /** A store that was looked at. */
    @FunctionalInterface
    interface Surveyed {
        /**
         * Collects its garbage, once.
         *
         * @param betweenSteps called often; what it throws ends the collection where it is
         */
        Collected collect(CollectionLimits limits, Runnable betweenSteps);
    }

    /** What collections would remove and rewrite if some snapshots were gone. */
    Collected wouldCollect(Set<UUID> gone, CollectionLimits limits, Runnable betweenSteps);
}
