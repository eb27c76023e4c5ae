package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds how many calls run at once in the whole server, streams included, whoever makes them.
 *
 * <p>Each call runs on a virtual thread of its own, so this is what bounds the threads too. Probes are not counted.
 */
final class InFlight implements ServerInterceptor {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Semaphore places;

    InFlight(int atOnce) {
        places = new Semaphore(atOnce);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (HealthNames.isProbe(call.getMethodDescriptor())) {
            return next.startCall(call, headers);
        }
        if (!places.tryAcquire()) {
            var failure = new GraphkeepException(
                    Reason.TOO_MANY_REQUESTS, "The server runs as many calls as it may at once.");
            return Refusal.refuse(call, failure.retryAfter(SOON));
        }
        var place = new Place();
        try {
            return new Counted<>(next.startCall(call, headers), place);
        } catch (RuntimeException e) {
            place.free();
            throw e;
        }
    }

    /** One place, given back once. */
    private final class Place {
        private final AtomicBoolean taken = new AtomicBoolean(true);

        void free() {
            if (taken.compareAndSet(true, false)) {
                places.release();
            }
        }
    }

    private static final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
        private final Place place;

        Counted(ServerCall.Listener<Q> delegate, Place place) {
            super(delegate);
            this.place = place;
        }

        @Override
        public void onComplete() {
            place.free();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            place.free();
            super.onCancel();
        }
    }
}
