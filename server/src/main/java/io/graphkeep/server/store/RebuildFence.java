package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.util.Locale;

/**
 * Keeps whatever changes the store's index away from a catalog that is being made of its store.
 *
 * <p>A rebuild begins with the commit lock held alone: who looks here after taking that lock sees it, or is seen by it.
 */
final class RebuildFence {
    private RebuildFence() {}

    /** True, or refused while a rebuild has begun and not ended. */
    static boolean require(Transaction tx) {
        var kind = tx.mapper(InstanceMapper.class).rebuilding();
        if (kind != null) {
            throw new GraphkeepException(
                    Reason.STORE_UNAVAILABLE,
                    "The catalog is being made from its store, and nothing is written meanwhile: stop this server, let"
                            + " `graphkeep catalog " + kind.toLowerCase(Locale.ROOT) + "` end, and start it again.");
        }
        return true;
    }
}
