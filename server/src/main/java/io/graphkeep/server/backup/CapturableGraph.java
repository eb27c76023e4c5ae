package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;

/** What a graph must be for a snapshot of its directory to be taken, and to stay until it is committed. */
final class CapturableGraph {
    private CapturableGraph() {}

    /** The graph of a capture that begins. */
    static GraphRow require(Transaction tx, OperationRow operation) {
        var uid = operation.graphUid();
        var graph = uid == null ? null : tx.mapper(GraphMapper.class).findByUid(uid);
        if (graph == null) {
            throw new GraphkeepException(Reason.GRAPH_NOT_FOUND, "There is no graph " + operation.graphId() + ".");
        }
        require(graph);
        return graph;
    }

    /** Refuses what cannot be captured. */
    static void require(GraphRow graph) {
        if (graph.isDeleting()) {
            throw new GraphkeepException(Reason.GRAPH_DELETING, "Graph " + graph.id() + " is being deleted.");
        }
        if (graph.role().equals("REPLICA")) {
            throw new GraphkeepException(
                    Reason.GRAPH_IS_REPLICA, "Graph " + graph.id() + " is a replica: its snapshots arrive here.");
        }
        if (graph.role().equals("FENCED")) {
            throw new GraphkeepException(
                    Reason.GRAPH_FENCED, "Graph " + graph.id() + " is fenced: another instance was promoted.");
        }
        if (!graph.isDirectory()) {
            throw new GraphkeepException(
                    Reason.SOURCE_KIND_MISMATCH,
                    "Graph " + graph.id() + " is pushed by its clients and has no directory to capture.");
        }
    }

    /** Refuses to commit where the graph was promoted elsewhere, deleted or turned round since. */
    static void requireUnchanged(Transaction tx, GraphRow begun) {
        var now = tx.mapper(GraphMapper.class).lockByUid(begun.uid());
        if (now == null) {
            throw new GraphkeepException(Reason.GRAPH_NOT_FOUND, "Graph " + begun.id() + " was deleted meanwhile.");
        }
        require(now);
        if (now.epoch() != begun.epoch()) {
            throw new GraphkeepException(
                    Reason.STALE_EPOCH,
                    "Graph " + begun.id() + " is at epoch " + now.epoch() + ", and the capture began at "
                            + begun.epoch() + ".");
        }
    }
}
