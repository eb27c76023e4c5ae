package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.DeletionObstacles;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.DeleteGraphRequest;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Decides whether a graph may be deleted, and begins it: from then on nothing new is made of it. */
public final class GraphDeletion {
    /** The kind of operation that goes on from here. */
    static final String KIND = "DELETE_GRAPH";

    private final Operations operations;
    private final GraphPolicies policies;
    private final BackupEvents events;
    private final Clock clock;

    GraphDeletion(Operations operations, GraphPolicies policies, BackupEvents events, Clock clock) {
        this.operations = operations;
        this.policies = policies;
        this.events = events;
        this.clock = clock;
    }

    /** The operation that deletes the graph; the running one where there is one. */
    public OperationRow start(Transaction transaction, Principal caller, DeleteGraphRequest request) {
        var graph = Lookups.lockedGraph(transaction, request.getGraphId(), caller);
        var running = transaction.mapper(OperationMapper.class).findUnended(graph.uid(), KIND);
        if (running != null) {
            return running;
        }
        Etags.require(request.getEtag(), graph.uid(), graph.version(), "graph");
        requireIdle(transaction, graph);
        requireAllowed(graph, obstacles(transaction, graph), request.getForce(), caller);
        transaction.mapper(GraphMapper.class).startDeleting(graph.uid(), OffsetDateTime.now(clock));
        var parameters = DeleteGraphRequest.newBuilder()
                .setGraphId(graph.id())
                .setForce(request.getForce())
                .build();
        var operation = operations.start(
                transaction, new NewOperation(KIND, graph.uid(), graph.id(), null, null, parameters, caller.name()));
        events.graphDeleting(transaction, graph, caller.name(), operation.id(), request.getForce());
        return operation;
    }

    private DeletionObstacles obstacles(Transaction transaction, GraphRow graph) {
        var now = OffsetDateTime.now(clock);
        var period = policies.protectedPeriod(graph);
        return transaction.mapper(SnapshotMapper.class).obstacles(graph.uid(), now, now.minus(period));
    }

    private static void requireAllowed(GraphRow graph, DeletionObstacles obstacles, boolean force, Principal caller) {
        if (obstacles.snapshots() > 0 && !force) {
            throw new GraphkeepException(
                            Reason.GRAPH_HAS_SNAPSHOTS,
                            "Graph " + graph.id() + " has " + obstacles.snapshots() + " snapshots.")
                    .with("graph_id", graph.id())
                    .with("snapshots", String.valueOf(obstacles.snapshots()));
        }
        var held = obstacles.held();
        if (held != null) {
            throw refused(Reason.SNAPSHOT_HELD, graph, held, "is held");
        }
        var fresh = obstacles.fresh();
        if (fresh != null && !caller.mayUse(Role.ADMIN)) {
            throw refused(Reason.SNAPSHOT_PROTECTED, graph, fresh, "is within its protected period");
        }
    }

    private static void requireIdle(Transaction transaction, GraphRow graph) {
        refuseWhile(transaction, graph, Operations.CAPTURE, Reason.CAPTURE_RUNNING, "is being captured");
        refuseWhile(transaction, graph, Operations.RECEIVE, Reason.CAPTURE_RUNNING, "is receiving a snapshot");
        refuseWhile(transaction, graph, Restores.KIND, Reason.RESTORE_RUNNING, "is being restored");
    }

    private static void refuseWhile(Transaction transaction, GraphRow graph, String kind, Reason reason, String what) {
        var running = transaction.mapper(OperationMapper.class).findUnended(graph.uid(), kind);
        if (running != null) {
            throw new GraphkeepException(
                            reason, "Graph " + graph.id() + " " + what + " by operation " + running.id() + ".")
                    .with("graph_id", graph.id())
                    .with("operation_id", running.id().toString());
        }
    }

    private static GraphkeepException refused(Reason reason, GraphRow graph, UUID snapshot, String what) {
        return new GraphkeepException(
                        reason, "Graph " + graph.id() + " is not deleted: its snapshot " + snapshot + " " + what + ".")
                .with("graph_id", graph.id())
                .with("snapshot_id", snapshot.toString());
    }
}
