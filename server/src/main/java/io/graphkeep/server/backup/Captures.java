package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.Quota;

/** Decides whether a graph may be captured now, and puts the capture into the queue. */
public final class Captures {
    private final Operations operations;
    private final Sources sources;
    private final Nodes nodes;
    private final BackupEvents events;
    private final Ids ids;

    Captures(Operations operations, Sources sources, Nodes nodes, BackupEvents events, Ids ids) {
        this.operations = operations;
        this.sources = sources;
        this.nodes = nodes;
        this.events = events;
        this.ids = ids;
    }

    /** The capture, with the id of the snapshot that it will make. */
    public OperationRow start(Transaction transaction, Principal caller, CreateSnapshotRequest request) {
        requireSource(transaction, Lookups.graph(transaction, request.getGraphId(), caller));
        var graph = Lookups.lockedGraph(transaction, request.getGraphId(), caller);
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

    /** Looked at before the graph's row is locked: a file system can take its time. */
    private void requireSource(Transaction transaction, GraphRow graph) {
        var path = graph.sourcePath();
        var node = graph.sourceNode();
        if (path != null && node != null && graph.role().equals("PRIMARY") && !graph.isDeleting()) {
            nodes.requireUp(transaction, node);
            sources.stillThere(path, node);
        }
    }

    private static void requireMayCapture(Transaction transaction, GraphRow graph) {
        CapturableGraph.require(transaction, graph);
        requireQuota(transaction, graph, GraphPolicies.parse(graph.policy()).getQuota());
    }

    private static void requireQuota(Transaction transaction, GraphRow graph, Quota quota) {
        if (quota.getMaxSnapshots() == 0 && quota.getMaxStoredBytes() == 0) {
            return;
        }
        var totals = transaction.mapper(SnapshotMapper.class).totals(graph.uid());
        if (quota.getMaxSnapshots() > 0 && totals.snapshots() >= quota.getMaxSnapshots()) {
            throw CapturableGraph.refused(
                    Reason.QUOTA_EXCEEDED,
                    graph,
                    "has " + totals.snapshots() + " snapshots, and may have " + quota.getMaxSnapshots());
        }
        if (quota.getMaxStoredBytes() > 0 && totals.storedBytes() >= quota.getMaxStoredBytes()) {
            throw CapturableGraph.refused(
                    Reason.QUOTA_EXCEEDED,
                    graph,
                    "takes " + totals.storedBytes() + " bytes, and may take " + quota.getMaxStoredBytes());
        }
    }
}
