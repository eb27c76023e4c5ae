package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.catalog.restore.RestoreRow;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides whether a snapshot may be restored to where a caller wants it, and puts the restore into the queue. */
public final class Restores {
    /** The kind of operation that restores. */
    static final String KIND = "RESTORE";

    private static final String RELEASE = "RELEASE_RESTORE";

    private final Database database;
    private final Operations operations;
    private final Destinations destinations;
    private final ForeignPlaces foreign;
    private final Nodes nodes;
    private final BackupEvents events;

    Restores(
            Database database,
            Operations operations,
            Destinations destinations,
            ForeignPlaces foreign,
            Nodes nodes,
            BackupEvents events) {
        this.database = database;
        this.operations = operations;
        this.destinations = destinations;
        this.foreign = foreign;
        this.nodes = nodes;
        this.events = events;
    }

    /** Looks at the directory that the snapshot is to go to, before {@link #start} and its transaction. */
    public ChosenPlace look(Principal caller, RestoreSnapshotRequest request) {
        var graph = database.read(transaction -> {
            var named = named(transaction, caller, request);
            var its = Lookups.graphOf(transaction, named);
            requireRestorable(named, its, request.getAllowDamaged());
            destinations.requireReachable(transaction, request, its);
            return its;
        });
        return destinations.resolve(request, graph, caller);
    }

    /** The restore; its parameters name the snapshot by its id, and a destination that is resolved. */
    public OperationRow start(
            Transaction transaction, Principal caller, ChosenPlace destination, RestoreSnapshotRequest request) {
        var row = Lookups.lockedSnapshot(transaction, named(transaction, caller, request));
        var graph = Lookups.graphOf(transaction, row);
        requireRestorable(row, graph, request.getAllowDamaged());
        if (destination.inPlace() && !destination.path().equals(graph.sourcePath())) {
            throw new GraphkeepException(
                            Reason.CONFLICT, "Graph " + graph.id() + " got another source while its own was looked at.")
                    .with("graph_id", graph.id());
        }
        foreign.enter(transaction, caller, destination.node(), Path.of(destination.path()));
        if (!request.getDryRun()) {
            destinations.requireFree(transaction, destination);
        }
        var parameters = destination
                .in(request)
                .setSnapshotId(row.id().toString())
                .setGraphId(row.graphId())
                .clearWait()
                .clearRequestId()
                .build();
        var operation = operations.start(
                transaction,
                new NewOperation(
                        KIND, row.graphUid(), row.graphId(), row.id(), destination.node(), parameters, caller.name()));
        events.restoreRequested(transaction, row, caller.name(), destination.path(), operation.id());
        return operation;
    }

    private static SnapshotRow named(Transaction transaction, Principal caller, RestoreSnapshotRequest request) {
        return Lookups.snapshot(
                transaction, request.getSnapshotId(), request.getGraphId(), request.getIncludePartial(), caller);
    }

    /** The removal of what a restore has set aside; of what is removed already it finds nothing, and succeeds. */
    public OperationRow release(Transaction transaction, Principal caller, ReleaseRestoreRequest request) {
        var id = UUID.fromString(request.getOperationId());
        var restore = transaction.mapper(RestoreMapper.class).find(id);
        if (restore == null || restore.asidePath() == null) {
            throw notFound(id);
        }
        var graph = transaction.mapper(GraphMapper.class).findByUid(restore.graphUid());
        if (!maySee(caller, graph)) {
            throw notFound(id);
        }
        nodes.requireUp(transaction, restore.node());
        var parameters =
                ReleaseRestoreRequest.newBuilder().setOperationId(id.toString()).build();
        return operations.start(transaction, release(restore, graph, parameters, caller));
    }

    /** Begins to remove what this node has kept aside for as long as was asked; of each graph one at a time. */
    int releaseDue(Transaction transaction, OffsetDateTime now) {
        var begun = 0;
        var operationsOf = transaction.mapper(OperationMapper.class);
        for (var restore : transaction.mapper(RestoreMapper.class).due(nodes.self(), now)) {
            if (operationsOf.findUnended(restore.graphUid(), RELEASE) == null) {
                var graph = transaction.mapper(GraphMapper.class).findByUid(restore.graphUid());
                var parameters = ReleaseRestoreRequest.newBuilder()
                        .setOperationId(restore.operationId().toString())
                        .build();
                operations.start(transaction, release(restore, graph, parameters, Principal.server()));
                begun++;
            }
        }
        return begun;
    }

    private static NewOperation release(
            RestoreRow restore, @Nullable GraphRow graph, ReleaseRestoreRequest parameters, Principal caller) {
        return new NewOperation(
                RELEASE,
                restore.graphUid(),
                graph == null ? null : graph.id(),
                restore.snapshotId(),
                restore.node(),
                parameters,
                caller.name());
    }

    /** What a graph left behind that is deleted belongs to no scope. */
    private static boolean maySee(Principal caller, @Nullable GraphRow graph) {
        return graph == null ? caller.scopes().isAll() : caller.sees(graph.id());
    }

    /** Refuses a snapshot that is not whole. */
    static void requireRestorable(SnapshotRow row, GraphRow graph, boolean allowDamaged) {
        if (row.state().equals("CREATING") || row.state().equals("DELETING") || graph.isDeleting()) {
            throw new GraphkeepException(
                            Reason.SNAPSHOT_NOT_READY,
                            "Snapshot " + row.id() + " is being "
                                    + (row.state().equals("CREATING") ? "made" : "deleted")
                                    + " and cannot be read.")
                    .with("snapshot_id", row.id().toString());
        }
        if (row.state().equals("CORRUPT") && !allowDamaged) {
            throw new GraphkeepException(
                            Reason.SNAPSHOT_CORRUPT,
                            "Snapshot " + row.id() + " is damaged. allow_damaged brings what of it is whole.")
                    .with("snapshot_id", row.id().toString());
        }
    }

    private static GraphkeepException notFound(UUID id) {
        return new GraphkeepException(
                        Reason.RESTORE_NOT_FOUND,
                        "There is no restore of the operation " + id + " that has kept anything aside.")
                .with("operation_id", id.toString());
    }
}
