package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.security.PathPolicy;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.nio.file.Path;
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
        var sources = RunningCaptures.sources(tx, String.valueOf(operation.node()), path);
        if (!request.getDryRun()) {
            RunningCaptures.refuseOf(tx, sources, operation);
            RunningRestores.refuseOverlap(tx, operation, String.valueOf(operation.node()), path);
        }
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
}
