package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.RestoreSnapshotRequest;

/** Which restores stand in the way of others: two that write the same directory, or one that replaces what is read. */
final class RunningRestores {
    static final String KIND = "RESTORE";

    private RunningRestores() {}

    /** Refuses while a restore over the graph's own directory waits or runs. */
    static void refuseInPlace(Transaction tx, GraphRow graph) {
        var running = tx.mapper(OperationMapper.class).findUnended(graph.uid(), KIND);
        if (running != null && isInPlace(running.parameters())) {
            throw new GraphkeepException(
                            Reason.RESTORE_RUNNING,
                            "A restore over the directory of graph " + graph.id() + " runs: operation " + running.id()
                                    + ".")
                    .with("operation_id", running.id().toString());
        }
    }

    private static boolean isInPlace(byte[] parameters) {
        try {
            return RestoreSnapshotRequest.parseFrom(parameters).hasInPlace();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The parameters of a restore cannot be read", e);
        }
    }
}
