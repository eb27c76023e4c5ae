package io.graphkeep.client;

import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.WatchOperationRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches one operation until it ends, opening the stream again when a server goes away in between.
 *
 * <p>A server that answers, and is starting or stopping, is given a minute; where nobody answers, a few seconds.
 */
final class OperationFollower {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final Calls calls;
    private final Runnable reconnect;
    private final Duration silence;
    private final Duration patience;

    /**
     * @param reconnect makes the channel try at once, not when its own backoff says
     * @param silence how long nobody may answer
     * @param patience how long a server may answer that it is not ready
     */
    OperationFollower(Calls calls, Runnable reconnect, Duration silence, Duration patience) {
        this.calls = calls;
        this.reconnect = reconnect;
        this.silence = silence;
        this.patience = patience;
    }

    Operation follow(String operationId, Consumer<Operation> progress) {
        var trouble = new Trouble();
        while (true) {
            try {
                var last = watch(operationId, progress, trouble);
                if (last != null && last.hasEndTime()) {
                    return last;
                }
            } catch (GraphkeepException failure) {
                if (failure.code() != Status.Code.UNAVAILABLE || trouble.isTooMuch(failure)) {
                    throw failure;
                }
            }
            var jitter = ThreadLocalRandom.current().nextLong(BETWEEN_TRIES.toNanos());
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos() + jitter);
            reconnect.run();
        }
    }

    private @Nullable Operation watch(String operationId, Consumer<Operation> progress, Trouble trouble) {
        var request =
                WatchOperationRequest.newBuilder().setOperationId(operationId).build();
        Operation last = null;
        try (var states = calls.stream(MonitoringServiceGrpc.getWatchOperationMethod(), request)) {
            while (states.hasNext()) {
                last = states.next().getOperation();
                trouble.isOver();
                progress.accept(last);
            }
        }
        return last;
    }

    /** Since when there has been no state, and since when no answer at all. */
    private final class Trouble {
        private @Nullable Long begun;
        private @Nullable Long silentSince;

        void isOver() {
            begun = null;
            silentSince = null;
        }

        boolean isTooMuch(GraphkeepException failure) {
            var now = System.nanoTime();
            var answered = !failure.reason().isEmpty();
            begun = begun == null ? Long.valueOf(now) : begun;
            if (answered) {
                silentSince = null;
            } else if (silentSince == null) {
                silentSince = now;
            }
            return (silentSince != null && now - silentSince > silence.toNanos()) || now - begun > patience.toNanos();
        }
    }
}
