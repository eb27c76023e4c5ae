package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.v1.RunCleanupRequest;

/**
 * Lets nothing be removed by a catalog that was made from its store alone, until a person has looked at it.
 *
 * <p>What such a catalog does not know looks as if nothing needed it. An admin who allows a share says that it is right.
 */
final class CatalogReview {
    private CatalogReview() {}

    static void require(Database database, OperationContext context, RunCleanupRequest request) {
        if (!database.read(
                transaction -> transaction.mapper(InstanceMapper.class).isUnreviewed())) {
            return;
        }
        if (request.getAllowShare() == 0) {
            throw new GraphkeepException(
                    Reason.CLEANUP_REFUSED,
                    "The cleanup stops: the catalog was made anew of its store, and nobody has said yet that all of it"
                        + " is there. Nothing was removed. Look at the snapshots and at a dry run, then let an admin"
                        + " run one cleanup with allow_share.");
        }
        database.inTransaction(transaction -> {
            context.fence(transaction);
            return transaction.mapper(InstanceMapper.class).confirm();
        });
    }
}
