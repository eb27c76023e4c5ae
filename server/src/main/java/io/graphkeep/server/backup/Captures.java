package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.CreateSnapshotRequest;
import java.util.Objects;

/** Decides whether a graph may be captured now, and puts the capture into the queue. */
public final class Captures {
    private final Database database;
    private final Operations operations;
    private final Sources sources;
    private final Nodes nodes;
    private final BackupEvents events;
    private final Ids ids;

    Captures(Database database, Operations operations, Sources sources, Nodes nodes, BackupEvents events, Ids ids) {
        this.database = database;
        this.operations = operations;
        this.sources = sources;
        this.nodes = nodes;
        this.events = events;
        this.ids = ids;
    }

    /** Looks at the source before {@link #start} and its transaction; the capture itself looks again. */
    public GraphRow look(Principal caller, CreateSnapshotRequest request) {
        var graph = database.read(transaction -> {
            var named = Lookups.graph(transaction, request.getGraphId(), caller);
            requireUp(transaction, named);
            return named;
        });
        var path = graph.sourcePath();
        var node = graph.sourceNode();
        if (path != null && node != null && isRead(graph)) {
            sources.stillThere(path, node);
        }
        return graph;
    }

    /** The capture, with the id of the snapshot that it will make. */
    public OperationRow start(
            Transaction transaction, Principal caller, GraphRow looked, CreateSnapshotRequest request) {
        var graph = Lookups.lockedGraph(transaction, request.getGraphId(), caller);
        if (!Objects.equals(graph.sourcePath(), looked.sourcePath())) {
            throw CapturableGraph.refused(Reason.CONFLICT, graph, "got another source while its own was looked at");
        }
        requireMayCapture(transaction, graph);
        var snapshot = ids.next();
        var parameters = request.toBuilder().clearWait().clearRequestId().build();
        var operation = operations.start(
                transaction,
                new NewOperation(
                        Operations.CAPTURE,
                        graph.uid(),
                        graph.id(),
                        snapshot,
                        graph.sourceNode(),
                        parameters,
                        caller.name()));
        events.captureRequested(transaction, graph, caller.name(), snapshot, operation.id());
        return operation;
    }

    private void requireUp(Transaction transaction, GraphRow graph) {
        var node = graph.sourceNode();
        if (node != null && isRead(graph)) {
            nodes.requireUp(transaction, node);
        }
    }

    private static boolean isRead(GraphRow graph) {
        return graph.isDirectory() && graph.role().equals("PRIMARY") && !graph.isDeleting();
    }

    private static void requireMayCapture(Transaction transaction, GraphRow graph) {
        CapturableGraph.require(transaction, graph);
        RunningRestores.refuseOver(transaction, graph);
        GraphQuota.of(graph).requireRoom(transaction);
    }
}
