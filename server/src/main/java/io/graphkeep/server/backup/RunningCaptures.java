package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.Operations;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which captures stand in the way of a restore: those that read what it would replace.
 *
 * <p>Of the two the one that was asked for later gives way, and the other goes on: a restore is not put into the queue beside
 * such a capture, and a capture that begins looks for such restores under the same lock.
 */
final class RunningCaptures {
    private RunningCaptures() {}

    /** The graphs that are captured from this directory, from one that holds it, or from one in it. */
    static List<GraphRow> sources(Transaction tx, String node, Path path) {
        return tx.mapper(GraphMapper.class).ofNode(node).stream()
                .filter(graph -> graph.sourcePath() != null)
                .filter(graph -> RunningRestores.overlap(Path.of(graph.sourcePath()), path))
                .toList();
    }

    /**
     * Refuses while a capture of one of these graphs waits or runs.
     *
     * @param restore the one that asks, which only gives way to those that were asked for before it; null for one that is not
     *     in the queue yet
     */
    static void refuseOf(Transaction tx, List<GraphRow> graphs, @Nullable OperationRow restore) {
        for (var graph : graphs) {
            var capture = tx.mapper(OperationMapper.class).findUnended(graph.uid(), Operations.CAPTURE);
            if (capture != null && (restore == null || capture.id().compareTo(restore.id()) < 0)) {
                throw new GraphkeepException(
                                Reason.CAPTURE_RUNNING,
                                "Graph " + graph.id() + " is being captured by operation " + capture.id()
                                        + ", so that its directory cannot be replaced. A restore to another directory"
                                        + " can go on beside it.")
                        .with("operation_id", capture.id().toString());
            }
        }
    }
}
