package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.util.Objects;

/** What a graph must be for a snapshot of its directory to be asked for, taken, and committed. */
public final class CapturableGraph {
    private CapturableGraph() {}

    /** The graph of a capture that begins. */
    static GraphRow require(Transaction tx, OperationRow operation) {
        var uid = operation.graphUid();
        var graph = uid == null ? null : tx.mapper(GraphMapper.class).findByUid(uid);
        if (graph == null) {
            throw new GraphkeepException(Reason.GRAPH_NOT_FOUND, "There is no graph " + operation.graphId() + ".");
        }
        require(tx, graph);
        var node = operation.node();
        if (node != null && !node.equals(graph.sourceNode())) {
            throw refused(
                    Reason.SOURCE_ON_OTHER_NODE, graph, "got its source on another node since this was asked for");
        }
        return graph;
    }

    /** Refuses what cannot be captured. */
    static void require(Transaction tx, GraphRow graph) {
        requirePrimary(tx, graph);
        if (!graph.isDirectory()) {
            throw refused(Reason.SOURCE_KIND_MISMATCH, graph, "is pushed by its clients, and not read by the server");
        }
    }

    /** Refuses what takes no snapshot in here, however it comes. */
    public static void requirePrimary(Transaction tx, GraphRow graph) {
        Lookups.requireActive(tx, graph);
        if (graph.role().equals("REPLICA")) {
            throw refused(Reason.GRAPH_IS_REPLICA, graph, "is a replica: snapshots are taken at its origin");
        }
        if (graph.role().equals("FENCED")) {
            throw refused(Reason.GRAPH_FENCED, graph, "is fenced: another instance was promoted");
        }
    }

    /** Refuses to commit where the graph was promoted elsewhere, deleted, moved or turned round since. */
    static void requireUnchanged(Transaction tx, GraphRow begun) {
        var now = tx.mapper(GraphMapper.class).lockByUid(begun.uid());
        if (now == null) {
            throw refused(Reason.GRAPH_NOT_FOUND, begun, "was deleted meanwhile");
        }
        require(tx, now);
        if (!Objects.equals(now.sourcePath(), begun.sourcePath())
                || !Objects.equals(now.sourceNode(), begun.sourceNode())) {
            throw refused(Reason.CONFLICT, begun, "got another source while its own was read");
        }
        if (now.epoch() != begun.epoch()) {
            throw refused(
                    Reason.STALE_EPOCH,
                    begun,
                    "is at epoch " + now.epoch() + ", and the capture began at " + begun.epoch());
        }
    }

    public static GraphkeepException refused(Reason reason, GraphRow graph, String what) {
        return new GraphkeepException(reason, "Graph " + graph.id() + " " + what + ".").with("graph_id", graph.id());
    }
}
