package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.security.Denials;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands around every service: no failure leaves it unexplained, no denial unaudited, and a call whose token ends is
 * ended.
 */
final class Guard implements ServerInterceptor {
    private final OpenCalls openCalls;
    private final Denials denials;

    Guard(OpenCalls openCalls, Denials denials) {
        this.openCalls = openCalls;
        this.denials = denials;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var method = call.getMethodDescriptor().getFullMethodName();
        var id = Objects.requireNonNullElse(CallContext.ID.get(), "unknown");
        var context = Context.current().withCancellation();
        var known = CallContext.CALL.get();
        var guarded = new GuardedCall<>(
                call, failure -> ErrorMapping.told(failure, id, method), failure -> audit(known, failure), context);
        OpenCalls.Entry entry;
        try {
            entry = known == null
                    ? OpenCalls.NOT_KEPT
                    : openCalls.enter(known.principal(), isStream(call), guarded::end);
        } catch (GraphkeepException refused) {
            return Refusal.refuse(call, refused);
        }
        try {
            return new GuardedListener<>(Contexts.interceptCall(context, guarded, headers, next), guarded, entry);
        } catch (RuntimeException | Error e) {
            // Whatever a service throws here must reach its caller as a reason.
            guarded.fail(e);
            return new GuardedListener<>(new ServerCall.Listener<>() {}, guarded, entry);
        }
    }

    private static boolean isStream(ServerCall<?, ?> call) {
        return call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY;
    }

    private void audit(@Nullable Call call, GraphkeepException failure) {
        if (call != null && failure.reason().code() == Status.Code.PERMISSION_DENIED) {
            denials.denied(call.principal(), call.method(), call.peer(), failure);
        }
    }

    /** Passes events on to the service until the call is over, and turns what the service throws into its end. */
    private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final GuardedCall<?, ?> call;
        private final OpenCalls.Entry entry;

        GuardedListener(ServerCall.Listener<Q> delegate, GuardedCall<?, ?> call, OpenCalls.Entry entry) {
            super(delegate);
            this.call = call;
            this.entry = entry;
        }

        @Override
        public void onMessage(Q message) {
            guarded(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guarded(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guarded(super::onReady);
        }

        @Override
        public void onCancel() {
            entry.leave();
            guarded(super::onCancel);
        }

        @Override
        public void onComplete() {
            entry.leave();
            guarded(call.wasEnded() ? super::onCancel : super::onComplete);
        }

        private void guarded(Runnable event) {
            try {
                event.run();
            } catch (RuntimeException | Error e) {
                // Whatever a service throws here must reach its caller as a reason.
                call.fail(e);
            }
        }
    }
}
