package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.util.List;

/** Which restores stand in the way of others: two that write the same directory, or one that replaces what is read. */
final class RunningRestores {
    static final String KIND = "RESTORE";

    private static final int MOST = 1_000;

    private RunningRestores() {}

    /** Refuses while a restore over the graph's own directory waits or runs. */
    static void refuseInPlace(Transaction tx, GraphRow graph) {
        for (var running : tx.mapper(OperationMapper.class).list(unended(graph))) {
            if (isInPlace(running.parameters())) {
                throw new GraphkeepException(
                                Reason.RESTORE_RUNNING,
                                "A restore over the directory of graph " + graph.id() + " runs: operation "
                                        + running.id() + ".")
                        .with("operation_id", running.id().toString());
            }
        }
    }

    private static OperationQuery unended(GraphRow graph) {
        return new OperationQuery(
                List.of(KIND),
                List.of(OperationState.QUEUED, OperationState.RUNNING),
                List.of(graph.id()),
                List.of(),
                null,
                null,
                null,
                null,
                MOST);
    }

    private static boolean isInPlace(byte[] parameters) {
        try {
            return RestoreSnapshotRequest.parseFrom(parameters).hasInPlace();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The parameters of a restore cannot be read", e);
        }
    }
}
