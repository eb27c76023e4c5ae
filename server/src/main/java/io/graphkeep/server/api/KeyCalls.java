package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.keys.KeyRotations;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.RotateKeyRequest;
import io.graphkeep.v1.RotateKeyResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The call that gives the store a new master key. */
public final class KeyCalls {
    private final @Nullable KeyRotations rotations;
    private final StartedOperations started;
    private final Idempotency idempotency;

    /**
     * The call over the rotations.
     *
     * @param rotations null where the store could not be opened
     */
    public KeyCalls(@Nullable KeyRotations rotations, Operations operations, Idempotency idempotency, Clock clock) {
        this.rotations = rotations;
        this.started = new StartedOperations(operations, new OperationMessages(clock));
        this.idempotency = idempotency;
    }

    /** Adds it to the service that it belongs to. */
    public ServiceMethods addTo(ServiceMethods admin) {
        return admin.unary(AdminServiceGrpc.getRotateKeyMethod(), this::rotate);
    }

    private RotateKeyResponse rotate(Call call, RotateKeyRequest request) throws InterruptedException {
        new Validation().wait("wait", request.getWait()).check();
        var open = rotations;
        if (open == null) {
            throw new GraphkeepException(
                    Reason.STORE_UNAVAILABLE,
                    "The store is not open; GetHealth (graphkeep health) says why, and its key is not changed.");
        }
        var answer = idempotency.once(
                call,
                request,
                RotateKeyResponse.getDefaultInstance(),
                transaction -> RotateKeyResponse.newBuilder()
                        .setOperation(started.message(open.start(transaction, call.principal())))
                        .build());
        return answer.toBuilder()
                .setOperation(started.awaited(call, answer.getOperation(), request.getWait()))
                .build();
    }
}
