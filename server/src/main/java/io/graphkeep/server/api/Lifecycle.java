package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;

/**
 * Whether the server takes calls now: not yet, yes, or no longer.
 *
 * <p>The probes of {@code grpc.health.v1} are always answered; everything else waits for {@link #serve} and ends with
 * {@link #stop}, from which there is no way back.
 */
public final class Lifecycle implements ServerInterceptor {
    private enum Phase {
        STARTING,
        SERVING,
        STOPPING
    }

    private static final Duration SOON = Duration.ofSeconds(1);

    private volatile Phase phase = Phase.STARTING;

    /** From now on calls are taken. */
    public synchronized void serve() {
        if (phase == Phase.STARTING) {
            phase = Phase.SERVING;
        }
    }

    /** From now on new calls are refused; those that run go on. */
    public synchronized void stop() {
        phase = Phase.STOPPING;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (phase == Phase.SERVING || HealthNames.isProbe(call.getMethodDescriptor())) {
            return next.startCall(call, headers);
        }
        return Refusal.refuse(call, notServing().retryAfter(SOON));
    }

    private GraphkeepException notServing() {
        return phase == Phase.STOPPING
                ? new GraphkeepException(Reason.SERVER_STOPPING, "The server is stopping and takes no new calls.")
                : new GraphkeepException(Reason.SERVER_STARTING, "The server is starting and takes no calls yet.");
    }
}
