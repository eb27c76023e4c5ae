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
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds what callers name. What lies out of a caller's scope is not there.
 *
 * <p>Who changes anything locks the graph first and its snapshot after it, so that two changes wait for each other in one
 * order.
 */
public final class Lookups {
    static final String LATEST = "latest";

    private static final String DELETE_GRAPH = "DELETE_GRAPH";

    private Lookups() {}

    static GraphRow graph(Transaction transaction, String id, Principal caller) {
        return present(caller.sees(id) ? transaction.mapper(GraphMapper.class).find(id) : null, id);
    }

    public static GraphRow lockedGraph(Transaction transaction, String id, Principal caller) {
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
        if (row == null || !caller.sees(row.graphId())) {
            throw snapshotNotFound(id);
        }
        if (graph != null && !graph.uid().equals(row.graphUid())) {
            throw ofAnotherGraph(row, graph);
        }
        return row;
    }

    private static GraphkeepException noLatest(SnapshotMapper snapshots, GraphRow graph, boolean partial) {
        var all = snapshots.ofGraph(graph.uid());
        var corrupt = inState(all, "CORRUPT");
        var lacking = inState(all, "PARTIAL");
        var what = new StringBuilder("Graph " + graph.id() + " has no snapshot ")
                .append(corrupt + lacking == 0 ? "yet " : "")
                .append("that is COMPLETED")
                .append(partial ? " or PARTIAL" : "");
        if (lacking > 0) {
            var newest = Objects.requireNonNull(snapshots.latest(graph.uid(), true));
            what.append(": ").append(areIn(lacking, "PARTIAL")).append(", the newest of them ");
            what.append(newest.id()).append(". Restore it by its id, or let latest mean it with include_partial");
        }
        if (corrupt > 0) {
            what.append(lacking > 0 ? ". " : ": ").append(areIn(corrupt, "CORRUPT"));
            what.append(". Repair the store, or restore one by its id with allow_damaged");
        }
        return new GraphkeepException(
                        Reason.SNAPSHOT_NOT_FOUND, what.append(".").toString())
                .with("graph_id", graph.id())
                .with("partial_snapshots", Long.toString(lacking))
                .with("corrupt_snapshots", Long.toString(corrupt));
    }

    private static long inState(List<SnapshotRow> snapshots, String state) {
        return snapshots.stream().filter(each -> each.state().equals(state)).count();
    }

    private static String areIn(long count, String state) {
        return count + (count == 1 ? " is " : " are ") + state;
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

    public static GraphRow graphOf(Transaction transaction, SnapshotRow snapshot) {
        return present(transaction.mapper(GraphMapper.class).findByUid(snapshot.graphUid()), snapshot.graphId());
    }

    public static void requireActive(Transaction transaction, GraphRow graph) {
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

    /** Only to a caller who sees both graphs. */
    private static GraphkeepException ofAnotherGraph(SnapshotRow row, GraphRow graph) {
        return new GraphkeepException(
                        Reason.SNAPSHOT_NOT_FOUND,
                        "Snapshot " + row.id() + " is not in graph " + graph.id() + ": it is one of graph "
                                + row.graphId() + ".")
                .with("snapshot_id", row.id().toString())
                .with("graph_id", row.graphId());
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
