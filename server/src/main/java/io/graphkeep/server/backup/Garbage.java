package io.graphkeep.server.backup;

import io.graphkeep.server.store.Collected;
import io.graphkeep.server.store.CollectionLimits;
import java.util.Set;
import java.util.UUID;

/** Removes from the store what no snapshot needs. */
public interface Garbage {
    /**
     * Collects it.
     *
     * @param betweenSteps called often; what it throws ends the collection where it is
     */
    Collected collect(CollectionLimits limits, Runnable betweenSteps);

    /** What collections would remove and rewrite if some snapshots were gone. */
    Collected wouldCollect(Set<UUID> gone, CollectionLimits limits, Runnable betweenSteps);
}
