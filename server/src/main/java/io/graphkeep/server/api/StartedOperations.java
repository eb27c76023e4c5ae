package io.graphkeep.server.api;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.v1.Operation;
import java.time.Duration;
import java.util.UUID;

/** What a call that starts an operation answers: at once, or once it has ended, or after the caller's wait. */
final class StartedOperations {
    private final Operations operations;
    private final OperationMessages messages;

    StartedOperations(Operations operations, OperationMessages messages) {
        this.operations = operations;
        this.messages = messages;
    }

    Operation message(OperationRow row) {
        return messages.message(row);
    }

    /** The operation as it stands after the wait; the first answer where the caller does not wait. */
    Operation awaited(Call call, Operation first, com.google.protobuf.Duration wait) throws InterruptedException {
        if (Durations.toMillis(wait) == 0 || first.hasEndTime()) {
            return Veil.over(first, call.principal());
        }
        var id = UUID.fromString(first.getOperationId());
        var now = messages.message(operations.await(id, Duration.ofMillis(Durations.toMillis(wait))));
        return Veil.over(now, call.principal());
    }
}
