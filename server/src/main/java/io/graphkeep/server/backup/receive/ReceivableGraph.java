package io.graphkeep.server.backup.receive;

import io.graphkeep.server.backup.CapturableGraph;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.errors.Reason;

/** What a graph must be for clients to send snapshots of it. */
final class ReceivableGraph {
    private ReceivableGraph() {}

    static void require(Transaction tx, GraphRow graph) {
        CapturableGraph.requirePrimary(tx, graph);
        if (graph.isDirectory()) {
            throw CapturableGraph.refused(
                    Reason.SOURCE_KIND_MISMATCH,
                    graph,
                    "is read from its directory by the server, and takes no snapshots from clients");
        }
    }

    /** Refuses to commit where the graph was promoted elsewhere, deleted or turned round since. */
    static void requireUnchanged(Transaction tx, GraphRow begun) {
        var now = tx.mapper(GraphMapper.class).lockByUid(begun.uid());
        if (now == null) {
            throw CapturableGraph.refused(Reason.GRAPH_NOT_FOUND, begun, "was deleted meanwhile");
        }
        require(tx, now);
        requireEpoch(now, begun.epoch());
    }

    static void requireEpoch(GraphRow graph, long epoch) {
        if (graph.epoch() != epoch) {
            throw CapturableGraph.refused(
                    Reason.STALE_EPOCH,
                    graph,
                    "is at epoch " + graph.epoch() + ", and the snapshot is of epoch " + epoch);
        }
    }
}
