package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.VerifyLevel;
import io.graphkeep.v1.VerifySnapshotRequest;
import io.graphkeep.v1.VerifyStoreRequest;

/** Puts verifications into the queue. */
public final class Verifications {
    static final String SNAPSHOT = "VERIFY_SNAPSHOT";
    static final String STORE = "VERIFY_STORE";

    private final Operations operations;

    Verifications(Operations operations) {
        this.operations = operations;
    }

    /** The verification of one snapshot, which its parameters name by its id. */
    public OperationRow start(Transaction transaction, Principal caller, VerifySnapshotRequest request) {
        VerifyOutcome.level(request.getLevel());
        var row = Lookups.snapshot(transaction, request.getSnapshotId(), request.getGraphId(), false, caller);
        requireReady(row);
        return start(transaction, row, request.toBuilder().clearWait().clearRequestId(), caller.name());
    }

    /** The verification of a snapshot that is ready, at this level. */
    OperationRow start(Transaction transaction, SnapshotRow row, VerifyLevel level, String by) {
        return start(transaction, row, VerifySnapshotRequest.newBuilder().setLevel(level), by);
    }

    private OperationRow start(
            Transaction transaction, SnapshotRow row, VerifySnapshotRequest.Builder request, String by) {
        var parameters = request.setSnapshotId(row.id().toString())
                .setGraphId(row.graphId())
                .build();
        return operations.start(
                transaction, new NewOperation(SNAPSHOT, row.graphUid(), row.graphId(), row.id(), null, parameters, by));
    }

    /** The verification of the store. */
    public OperationRow start(Transaction transaction, String by, VerifyStoreRequest request) {
        var parameters = request.toBuilder().clearWait().clearRequestId().build();
        return operations.start(transaction, new NewOperation(STORE, null, null, null, null, parameters, by));
    }

    private static void requireReady(SnapshotRow row) {
        if (row.state().equals("CREATING") || row.state().equals("DELETING")) {
            throw new GraphkeepException(
                            Reason.SNAPSHOT_NOT_READY,
                            "Snapshot " + row.id() + " is " + row.state() + " and cannot be verified.")
                    .with("snapshot_id", row.id().toString());
        }
    }
}
