package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.PathPolicy;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Finds what a restore is to bring where, and refuses what stands in its way.
 *
 * <p>Asked when the restore is asked for, when it begins and right before its swap: what was allowed once may not be any
 * more. The path in the request has been resolved for its caller then; it is judged anew each time.
 */
public final class RestorePlaces {
    private static final int MOST_RUNNING = 1_000;

    private final PathPolicy policy;

    public RestorePlaces(PathPolicy policy) {
        this.policy = policy;
    }

    /** The place; the operation and its request name a concrete snapshot. */
    RestorePlace find(Transaction tx, OperationRow operation, RestoreSnapshotRequest request) {
        refuseUnbuilt(request);
        var snapshot = tx.mapper(SnapshotMapper.class).find(snapshotId(operation, request));
        if (snapshot == null) {
            throw new GraphkeepException(
                    Reason.SNAPSHOT_NOT_FOUND, "There is no snapshot " + request.getSnapshotId() + ".");
        }
        if (snapshot.state().equals("CREATING") || snapshot.state().equals("DELETING")) {
            throw new GraphkeepException(
                    Reason.SNAPSHOT_NOT_READY, "Snapshot " + snapshot.id() + " is " + snapshot.state() + ".");
        }
        if (snapshot.state().equals("CORRUPT")) {
            throw new GraphkeepException(
                    Reason.SNAPSHOT_CORRUPT, "Snapshot " + snapshot.id() + " is damaged: " + snapshot.stateReason());
        }
        var graph = Objects.requireNonNull(tx.mapper(GraphMapper.class).findByUid(snapshot.graphUid()));
        var path = policy.destination(named(graph, request), Principal.server());
        if (request.hasInPlace()) {
            refuseDuringCapture(tx, graph);
        }
        refuseSecond(tx, operation, path);
        var mayReplace = request.hasInPlace() || request.getToDirectory().getOverwrite();
        return new RestorePlace(snapshot.id(), graph, path, mayReplace);
    }

    private static void refuseUnbuilt(RestoreSnapshotRequest request) {
        if (request.getPathsCount() > 0) {
            throw notBuilt("Restoring chosen paths");
        }
        if (request.getAllowDamaged()) {
            throw notBuilt("Restoring a damaged snapshot without its damaged files");
        }
    }

    private static GraphkeepException notBuilt(String what) {
        return new GraphkeepException(Reason.NOT_IMPLEMENTED, what + " is not built yet.");
    }

    private static UUID snapshotId(OperationRow operation, RestoreSnapshotRequest request) {
        var known = operation.snapshotId();
        if (known != null) {
            return known;
        }
        try {
            return UUID.fromString(request.getSnapshotId());
        } catch (IllegalArgumentException e) {
            throw GraphkeepException.invalid("snapshot_id", "it must be a UUID");
        }
    }

    private static String named(GraphRow graph, RestoreSnapshotRequest request) {
        if (!request.hasInPlace()) {
            return request.getToDirectory().getPath();
        }
        var source = graph.sourcePath();
        if (source == null) {
            throw new GraphkeepException(
                    Reason.SOURCE_KIND_MISMATCH,
                    "Graph " + graph.id() + " is pushed by its clients and has no directory to restore in place.");
        }
        return source;
    }

    private static void refuseDuringCapture(Transaction tx, GraphRow graph) {
        var capture = tx.mapper(OperationMapper.class).findUnended(graph.uid(), "CAPTURE");
        if (capture != null) {
            throw new GraphkeepException(
                            Reason.CAPTURE_RUNNING,
                            "Graph " + graph.id() + " is being captured by operation " + capture.id()
                                    + ", so that its directory cannot be replaced.")
                    .with("operation_id", capture.id().toString());
        }
    }

    /** Of two restores to one place the one that was asked for first goes on. */
    private static void refuseSecond(Transaction tx, OperationRow operation, Path path) {
        var query = new OperationQuery(
                List.of(RunningRestores.KIND),
                List.of(OperationState.QUEUED, OperationState.RUNNING),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                MOST_RUNNING);
        for (var other : tx.mapper(OperationMapper.class).list(query)) {
            if (other.id().compareTo(operation.id()) < 0 && goesTo(other, tx, path)) {
                throw new GraphkeepException(
                                Reason.RESTORE_RUNNING,
                                "Another restore writes to " + path + ": operation " + other.id() + ".")
                        .with("operation_id", other.id().toString());
            }
        }
    }

    private static boolean goesTo(OperationRow other, Transaction tx, Path path) {
        RestoreSnapshotRequest request;
        try {
            request = RestoreSnapshotRequest.parseFrom(other.parameters());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The parameters of restore " + other.id() + " cannot be read", e);
        }
        if (!request.hasInPlace()) {
            return Path.of(request.getToDirectory().getPath()).equals(path);
        }
        var uid = other.graphUid();
        var graph = uid == null ? null : tx.mapper(GraphMapper.class).findByUid(uid);
        return graph != null
                && graph.sourcePath() != null
                && Path.of(graph.sourcePath()).equals(path);
    }
}
