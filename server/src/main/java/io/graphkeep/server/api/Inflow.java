package io.graphkeep.server.api;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way in of a stream: a message is asked for when there is room for it, so that a few wait here and no more.
 *
 * <p>{@link #next} blocks, so it belongs on a thread of the stream's own. A sender that brings nothing for too long, one that is
 * at it for too long, and one that went away, end the stream with an exception.
 */
public final class Inflow<Q> implements StreamObserver<Q> {
    private static final int AHEAD = 4;

    private final ServerCallStreamObserver<?> observer;
    private final Context context;
    private final TransferLimits limits;
    private final long end;
    private final LinkedBlockingQueue<Arrival<Q>> arrived = new LinkedBlockingQueue<>();
    private boolean ended;

    /** What arrived: a message, the end, or that the sender is gone. */
    private record Arrival<Q>(@Nullable Q message, boolean isGone) {}

    Inflow(ServerCallStreamObserver<?> observer, Context context, TransferLimits limits) {
        this.observer = observer;
        this.context = context;
        this.limits = limits;
        this.end = System.nanoTime() + limits.total().toNanos();
        observer.disableAutoRequest();
        observer.request(AHEAD);
        context.addListener(over -> arrived.add(new Arrival<>(null, true)), Runnable::run);
    }

    @Override
    public void onNext(Q message) {
        arrived.add(new Arrival<>(message, false));
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(new Arrival<>(null, true));
    }

    @Override
    public void onCompleted() {
        arrived.add(new Arrival<>(null, false));
    }

    /**
     * Waits for the next message; null once the sender has sent its last.
     *
     * @throws CancellationException where the sender went away
     */
    public @Nullable Q next() throws InterruptedException {
        if (ended) {
            return null;
        }
        var next = poll();
        if (next.isGone() || context.isCancelled()) {
            throw new CancellationException("The sender went away");
        }
        if (next.message() == null) {
            ended = true;
        } else {
            observer.request(1);
        }
        return next.message();
    }

    private Arrival<Q> poll() throws InterruptedException {
        var left = end - System.nanoTime();
        var wait = Math.min(left, limits.idle().toNanos());
        var next = arrived.poll(wait, TimeUnit.NANOSECONDS);
        if (next != null && left > 0) {
            return next;
        }
        throw left <= limits.idle().toNanos() ? limits.tooLong() : limits.silent();
    }
}
