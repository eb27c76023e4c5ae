package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.RepairStoreRequest;

/** Puts repairs into the queue: of one graph's snapshots at the node that sees its source, of all at any. */
public final class Repairs {
    static final String KIND = "REPAIR";

    private final Operations operations;

    Repairs(Operations operations) {
        this.operations = operations;
    }

    /** The repair that a caller asks for. */
    public OperationRow start(Transaction transaction, Principal caller, RepairStoreRequest request) {
        if (request.getFromPeers()) {
            throw new GraphkeepException(
                            Reason.NOT_IMPLEMENTED,
                            "The field from_peers asks for what is not built yet: no instance is paired.")
                    .with("field", "from_peers");
        }
        var parameters = request.toBuilder().clearWait().clearRequestId().build();
        if (!request.getSnapshotId().isEmpty()) {
            var row = Lookups.snapshot(transaction, request.getSnapshotId(), request.getGraphId(), true, caller);
            var graph = Lookups.graphOf(transaction, row);
            return operations.start(
                    transaction,
                    new NewOperation(
                            KIND, graph.uid(), graph.id(), row.id(), graph.sourceNode(), parameters, caller.name()));
        }
        if (!request.getGraphId().isEmpty()) {
            var graph = Lookups.graph(transaction, request.getGraphId(), caller);
            return operations.start(
                    transaction,
                    new NewOperation(
                            KIND, graph.uid(), graph.id(), null, graph.sourceNode(), parameters, caller.name()));
        }
        return operations.start(transaction, new NewOperation(KIND, null, null, null, null, parameters, caller.name()));
    }
}
