package io.graphkeep.client;

import io.graphkeep.v1.MonitoringServiceGrpc.MonitoringServiceBlockingStub;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.WatchOperationRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches one operation until it ends, opening the stream again when a server goes away in between. */
final class OperationFollower {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final MonitoringServiceBlockingStub stub;

    OperationFollower(MonitoringServiceBlockingStub stub) {
        this.stub = stub;
    }

    Operation follow(String operationId, Consumer<Operation> progress) {
        var lastAnswer = System.nanoTime();
        while (true) {
            Operation last = null;
            try {
                last = watch(operationId, progress);
            } catch (StatusRuntimeException failure) {
                var waited = System.nanoTime() - lastAnswer;
                if (failure.getStatus().getCode() != Status.Code.UNAVAILABLE || waited > PATIENCE.toNanos()) {
                    throw failure;
                }
            }
            if (last != null) {
                if (last.hasEndTime()) {
                    return last;
                }
                lastAnswer = System.nanoTime();
            }
            var jitter = ThreadLocalRandom.current().nextLong(BETWEEN_TRIES.toNanos());
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos() + jitter);
        }
    }

    private @Nullable Operation watch(String operationId, Consumer<Operation> progress) {
        var request =
                WatchOperationRequest.newBuilder().setOperationId(operationId).build();
        Operation last = null;
        var states = stub.watchOperation(request);
        while (states.hasNext()) {
            last = states.next().getOperation();
            progress.accept(last);
        }
        return last;
    }
}
