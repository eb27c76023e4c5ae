package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.RunCleanupRequest;
import java.util.List;
import java.util.Optional;

/**
 * Puts cleanups into the queue, one at a time.
 *
 * <p>Two at once would do no harm, since each step looks again under its locks; they would only do the same work twice.
 */
public final class Cleanups {
    static final String KIND = "CLEANUP";

    /** Who asks for those that come by themselves. */
    private static final String SCHEDULE = "schedule";

    private final Operations operations;

    Cleanups(Operations operations) {
        this.operations = operations;
    }

    /** The cleanup that a caller asks for. */
    public OperationRow start(Transaction transaction, Principal caller, RunCleanupRequest request) {
        var graph = request.getGraphId().isEmpty() ? null : Lookups.graph(transaction, request.getGraphId(), caller);
        running(transaction).ifPresent(operation -> {
            throw new GraphkeepException(
                            Reason.CLEANUP_RUNNING, "A cleanup is running already: operation " + operation.id() + ".")
                    .with("operation_id", operation.id().toString());
        });
        return operations.start(
                transaction,
                new NewOperation(
                        KIND,
                        graph == null ? null : graph.uid(),
                        graph == null ? null : graph.id(),
                        null,
                        null,
                        request.toBuilder().clearWait().clearRequestId().build(),
                        caller.name()));
    }

    /** The cleanup that comes by itself; none where one is running. */
    public void startScheduled(Transaction transaction) {
        if (running(transaction).isEmpty()) {
            operations.start(
                    transaction,
                    new NewOperation(KIND, null, null, null, null, RunCleanupRequest.getDefaultInstance(), SCHEDULE));
        }
    }

    private static Optional<OperationRow> running(Transaction transaction) {
        var query = new OperationQuery(
                List.of(KIND),
                List.of(OperationState.QUEUED, OperationState.RUNNING),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                1);
        return transaction.mapper(OperationMapper.class).list(query).stream().findFirst();
    }
}
