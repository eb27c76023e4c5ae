package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds what callers name. What lies out of a caller's scope is not there.
 *
 * <p>Who changes anything locks the graph first and its snapshot after it, so that two changes wait for each other in one
 * order.
 */
final class Lookups {
    static final String LATEST = "latest";

    private static final String DELETE_GRAPH = "DELETE_GRAPH";

    private Lookups() {}

    static GraphRow graph(Transaction transaction, String id, Principal caller) {
        return present(caller.sees(id) ? transaction.mapper(GraphMapper.class).find(id) : null, id);
    }

    static GraphRow lockedGraph(Transaction transaction, String id, Principal caller) {
        return present(caller.sees(id) ? transaction.mapper(GraphMapper.class).lock(id) : null, id);
    }

    /** A snapshot by its id, or the graph's latest; with a graph named it must be that graph's. */
    static SnapshotRow snapshot(Transaction transaction, String id, String graphId, boolean partial, Principal caller) {
        var graph = graphId.isEmpty() ? null : graph(transaction, graphId, caller);
        var snapshots = transaction.mapper(SnapshotMapper.class);
        if (id.equals(LATEST) && graph != null) {
            var latest = snapshots.latest(graph.uid(), partial);
            if (latest == null) {
                throw noLatest(snapshots, graph, partial);
            }
            return latest;
        }
        var row = snapshots.find(UUID.fromString(id));
        if (row == null
                || !caller.sees(row.graphId())
                || !(graph == null || graph.uid().equals(row.graphUid()))) {
            throw snapshotNotFound(id);
        }
        return row;
    }

    private static GraphkeepException noLatest(SnapshotMapper snapshots, GraphRow graph, boolean partial) {
        var wanted = "that is COMPLETED" + (partial ? " or PARTIAL" : "");
        var corrupt = snapshots.ofGraph(graph.uid()).stream()
                .filter(each -> each.state().equals("CORRUPT"))
                .count();
        var what = corrupt == 0
                ? " has no snapshot yet " + wanted + "."
                : " has no snapshot " + wanted + ": " + corrupt + (corrupt == 1 ? " is" : " are")
                        + " CORRUPT. Repair the store, or restore one by its id with allow_damaged.";
        return new GraphkeepException(Reason.SNAPSHOT_NOT_FOUND, "Graph " + graph.id() + what)
                .with("graph_id", graph.id())
                .with("corrupt_snapshots", Long.toString(corrupt));
    }

    /** The same of one whose tree can be read. */
    static SnapshotRow readableSnapshot(Transaction transaction, String id, String graphId, Principal caller) {
        var row = snapshot(transaction, id, graphId, false, caller);
        if (row.state().equals("CREATING") || row.state().equals("DELETING")) {
            throw new GraphkeepException(
                            Reason.SNAPSHOT_NOT_READY,
                            "Snapshot " + row.id() + " is " + row.state() + " and has no files to read.")
                    .with("snapshot_id", row.id().toString());
        }
        return row;
    }

    /** The same snapshot with its graph's row locked, and then its own. */
    static SnapshotRow lockedSnapshot(Transaction transaction, SnapshotRow row) {
        transaction.mapper(GraphMapper.class).lockByUid(row.graphUid());
        var locked = transaction.mapper(SnapshotMapper.class).lock(row.id());
        if (locked == null) {
            throw snapshotNotFound(row.id().toString());
        }
        return locked;
    }

    static GraphRow graphOf(Transaction transaction, SnapshotRow snapshot) {
        return present(transaction.mapper(GraphMapper.class).findByUid(snapshot.graphUid()), snapshot.graphId());
    }

    static void requireActive(Transaction transaction, GraphRow graph) {
        if (graph.isDeleting()) {
            throw deleting(transaction, graph);
        }
    }

    private static GraphkeepException deleting(Transaction transaction, GraphRow graph) {
        var deletion = transaction.mapper(OperationMapper.class).findUnended(graph.uid(), DELETE_GRAPH);
        var failure = new GraphkeepException(Reason.GRAPH_DELETING, "Graph " + graph.id() + " is being deleted.")
                .with("graph_id", graph.id());
        return deletion == null
                ? failure
                : failure.with("operation_id", deletion.id().toString());
    }

    static GraphkeepException snapshotNotFound(String id) {
        return new GraphkeepException(Reason.SNAPSHOT_NOT_FOUND, "There is no snapshot " + id + ".")
                .with("snapshot_id", id);
    }

    private static GraphRow present(@Nullable GraphRow row, String id) {
        if (row == null) {
            throw new GraphkeepException(Reason.GRAPH_NOT_FOUND, "There is no graph " + id + ".").with("graph_id", id);
        }
        return row;
    }
}
