package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.PathPolicy;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a restore is to bring where, and refuses what stands in its way.
 *
 * <p>Asked when the restore begins and right before its swap: what was allowed when it was asked for may not be any more. The
 * path in the request has been resolved for its caller then; it is judged anew each time.
 */
public final class RestorePlaces {
    private final PathPolicy policy;

    public RestorePlaces(PathPolicy policy) {
        this.policy = policy;
    }

    /** The place; the operation names a concrete snapshot. */
    RestorePlace find(Transaction tx, OperationRow operation, RestoreSnapshotRequest request) {
        var id = operation.snapshotId();
        var snapshot = id == null ? null : tx.mapper(SnapshotMapper.class).find(id);
        if (snapshot == null) {
            throw Lookups.snapshotNotFound(String.valueOf(id));
        }
        var graph = Lookups.graphOf(tx, snapshot);
        Restores.requireRestorable(snapshot, graph, request.getAllowDamaged());
        var path = policy.destination(RunningRestores.named(request, graph), Principal.server());
        if (request.hasInPlace()) {
            refuseDuringCapture(tx, graph);
        }
        var sources = sources(tx, String.valueOf(operation.node()), path);
        sources.forEach(source -> refuseDuringCapture(tx, source));
        RunningRestores.refuseOverlap(tx, operation, String.valueOf(operation.node()), path);
        var mayReplace = request.hasInPlace() || request.getToDirectory().getOverwrite();
        var others = sources.stream()
                .filter(source -> !request.hasInPlace() || !source.uid().equals(graph.uid()))
                .map(GraphRow::id)
                .toList();
        return new RestorePlace(snapshot.id(), graph, path, mayReplace, others);
    }

    /** The directory that a restore was about to write to, if it may be touched still, and leads where it led. */
    @Nullable
    Path again(String destination) {
        var path = policy.destination(destination, Principal.server());
        return path.equals(Path.of(destination)) ? path : null;
    }

    /** The graphs that are captured from this directory, from one that holds it, or from one in it. */
    private static List<GraphRow> sources(Transaction tx, String node, Path path) {
        return tx.mapper(GraphMapper.class).ofNode(node).stream()
                .filter(graph -> graph.sourcePath() != null)
                .filter(graph -> RunningRestores.overlap(Path.of(graph.sourcePath()), path))
                .toList();
    }

    private static void refuseDuringCapture(Transaction tx, GraphRow graph) {
        var capture = tx.mapper(OperationMapper.class).findUnended(graph.uid(), Operations.CAPTURE);
        if (capture != null) {
            throw new GraphkeepException(
                            Reason.CAPTURE_RUNNING,
                            "Graph " + graph.id() + " is being captured by operation " + capture.id()
                                    + ", so that its directory cannot be replaced.")
                    .with("operation_id", capture.id().toString());
        }
    }
}
