package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which restores stand in the way of others: two that write the same directory, or one that replaces what is read. */
final class RunningRestores {
    private static final int MOST = 10_000;

    private RunningRestores() {}

    /** Refuses to read the graph's directory while a restore that is to replace it, or some of it, waits or runs. */
    static void refuseOver(Transaction tx, GraphRow graph) {
        tx.mapper(RestoreMapper.class).lockStarts();
        var path = graph.sourcePath();
        for (var restore : path == null ? List.<OperationRow>of() : unended(tx)) {
            if (Objects.equals(graph.sourceNode(), restore.node())
                    && overlap(destination(tx, restore), Path.of(path))) {
                throw new GraphkeepException(
                                Reason.RESTORE_RUNNING,
                                "Operation " + restore.id() + " restores over the directory of graph " + graph.id()
                                        + ", which cannot be captured meanwhile.")
                        .with("operation_id", restore.id().toString());
            }
        }
    }

    /**
     * Refuses a directory that another restore writes to, that lies in such a one, or holds one.
     *
     * @param restore the one that asks, which gives way to those that were asked for before it; null for one that is not in
     *     the queue yet
     */
    static void refuseOverlap(Transaction tx, @Nullable OperationRow restore, String node, Path path) {
        for (var other : unended(tx)) {
            var isBefore = restore == null || other.id().compareTo(restore.id()) < 0;
            if (isBefore && node.equals(other.node()) && overlap(destination(tx, other), path)) {
                throw new GraphkeepException(
                                Reason.RESTORE_RUNNING,
                                "Operation " + other.id() + " restores into the same directory.")
                        .with("operation_id", other.id().toString());
            }
        }
    }

    /** The ids of the graphs that restores write to this directory, in it or around it; empty for one that has none. */
    static List<String> graphsAt(Transaction tx, String node, Path path) {
        return unended(tx).stream()
                .filter(restore -> node.equals(restore.node()) && overlap(destination(tx, restore), path))
                .map(restore -> Objects.requireNonNullElse(restore.graphId(), ""))
                .toList();
    }

    /** The directory that a request names, which for one in place is the graph's own. */
    static String named(RestoreSnapshotRequest request, GraphRow graph) {
        if (!request.hasInPlace()) {
            return request.getToDirectory().getPath();
        }
        if (!graph.isDirectory()) {
            throw new GraphkeepException(
                            Reason.SOURCE_KIND_MISMATCH,
                            "Graph " + graph.id() + " is pushed: it has no directory to restore in place.")
                    .with("graph_id", graph.id());
        }
        return Objects.requireNonNull(graph.sourcePath());
    }

    static boolean overlap(@Nullable Path one, Path other) {
        return one != null && (one.startsWith(other) || other.startsWith(one));
    }

    /** Where a restore writes; null where it writes nothing. */
    private static @Nullable Path destination(Transaction tx, OperationRow restore) {
        var request = parameters(restore);
        var uid = restore.graphUid();
        var graph = uid == null ? null : tx.mapper(GraphMapper.class).findByUid(uid);
        if (request.getDryRun() || graph == null || (request.hasInPlace() && !graph.isDirectory())) {
            return null;
        }
        return Path.of(named(request, graph));
    }

    private static List<OperationRow> unended(Transaction tx) {
        return tx.mapper(OperationMapper.class).list(OperationQuery.unended(Restores.KIND, MOST));
    }

    private static RestoreSnapshotRequest parameters(OperationRow restore) {
        try {
            return RestoreSnapshotRequest.parseFrom(restore.parameters());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The parameters of restore " + restore.id() + " cannot be read", e);
        }
    }
}
