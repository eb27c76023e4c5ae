package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import java.nio.file.Path;
import java.util.HashSet;

/**
 * Keeps a caller whose token has scopes away from the directories of graphs outside of them: their sources, where restores
 * bring or have brought them, and what restores have kept aside of them.
 *
 * <p>A directory that is one of these, holds one or lies in one is refused, and which graph is in the way is not told. Two
 * who name directories at once wait for each other, so that neither can overlook the other.
 */
final class ForeignPlaces {
    /** To be called before the directory is written into the catalog, in the same transaction. */
    void enter(Transaction transaction, Principal caller, String node, Path directory) {
        var graphs = transaction.mapper(GraphMapper.class);
        graphs.lockDirectories();
        if (caller.scopes().isAll()) {
            return;
        }
        // Those that have not ended first: one that ends meanwhile is then among those that have.
        var owners = new HashSet<>(RunningRestores.graphsAt(transaction, node, directory));
        owners.addAll(graphs.owners(node, directory.toString()));
        if (!owners.stream().allMatch(caller::sees)) {
            throw new GraphkeepException(
                    Reason.PATH_NOT_ALLOWED,
                    "The path " + directory + " touches a directory that is outside of this token's scopes.");
        }
    }
}
