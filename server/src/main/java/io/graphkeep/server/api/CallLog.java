package io.graphkeep.server.api;

import io.graphkeep.server.catalog.Ids;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gives each call its id, under which every line that the call logs can be found, and logs how it ended.
 *
 * <p>A call that the server failed is a warning; every other one is told at the level debug.
 */
final class CallLog implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger("io.graphkeep.server.calls");
    private static final String FIELD = "call";
    private static final Set<Status.Code> SERVER_FAULTS =
            EnumSet.of(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.DATA_LOSS);

    private final Ids ids;
    private final Clock clock;

    CallLog(Ids ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** The address of the other end, without its port; what is not a network says {@code local}. */
    static String peer(ServerCall<?, ?> call) {
        var remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return remote instanceof InetSocketAddress socket ? socket.getHostString() : "local";
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var id = ids.next().toString();
        var logged = new LoggedCall<>(call, clock.instant());
        var context = Context.current().withValue(CallContext.ID, id);
        MDC.put(FIELD, id);
        try {
            return new LoggedListener<>(Contexts.interceptCall(context, logged, headers, next), id);
        } finally {
            MDC.remove(FIELD);
        }
    }

    private final class LoggedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final Instant started;

        LoggedCall(ServerCall<Q, R> delegate, Instant started) {
            super(delegate);
            this.started = started;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            var took = Duration.between(started, clock.instant()).toMillis();
            var method = getMethodDescriptor().getFullMethodName();
            if (SERVER_FAULTS.contains(status.getCode())) {
                LOG.warn("{} {} {} in {} ms: {}", method, peer(this), status.getCode(), took, status.getDescription());
            } else {
                LOG.debug("{} {} {} in {} ms", method, peer(this), status.getCode(), took);
            }
            super.close(status, trailers);
        }
    }

    private static final class LoggedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final String id;

        LoggedListener(ServerCall.Listener<Q> delegate, String id) {
            super(delegate);
            this.id = id;
        }

        @Override
        public void onMessage(Q message) {
            logged(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            logged(super::onHalfClose);
        }

        @Override
        public void onCancel() {
            logged(super::onCancel);
        }

        private void logged(Runnable event) {
            MDC.put(FIELD, id);
            try {
                event.run();
            } finally {
                MDC.remove(FIELD);
            }
        }
    }
}
