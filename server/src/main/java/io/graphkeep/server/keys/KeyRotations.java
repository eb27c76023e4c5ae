package io.graphkeep.server.keys;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.RotateKeyRequest;

/** Starts rotations of the store's key, on the node whose key file is replaced. */
public final class KeyRotations {
    static final String KIND = "ROTATE_KEY";

    private final Operations operations;
    private final String node;

    public KeyRotations(Operations operations, String node) {
        this.operations = operations;
        this.node = node;
    }

    /** KEY_ROTATION_RUNNING while another has not ended. */
    public OperationRow start(Transaction transaction, Principal caller) {
        var running = OperationQuery.unended(KIND, 1);
        for (var other : transaction.mapper(OperationMapper.class).list(running)) {
            throw new GraphkeepException(
                            Reason.KEY_ROTATION_RUNNING, "The key is being rotated by operation " + other.id() + ".")
                    .with("operation_id", other.id().toString());
        }
        return operations.start(
                transaction,
                new NewOperation(KIND, null, null, null, node, RotateKeyRequest.getDefaultInstance(), caller.name()));
    }
}
