package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way out of a stream: a message is taken when its reader has room for it.
 *
 * <p>{@link #send} blocks, so it belongs on a thread of the stream's own, never in the service method. A reader that takes
 * nothing for too long, and one that went away, end the stream with an exception; nothing is ever queued beyond what the
 * transport holds.
 */
public final class Outflow<R> {
    /**
     * How a stream deals with its reader.
     *
     * @param readyBytes how much may wait in the transport
     * @param limits how long a reader may take nothing while that much waits, and how long all of it may take
     */
    record Pace(int readyBytes, TransferLimits limits) {
        private static final int MUCH = 1 << 20;
        private static final Duration EVER = Duration.ofDays(36_500);

        /** Much at a time, to a reader who has work to do between. */
        static final Pace BULK = of(new TransferLimits(Duration.ofMinutes(2), EVER));

        /** Little at a time, to many readers, of whom each can come back where it was. */
        static final Pace FEED = new Pace(64 << 10, new TransferLimits(Duration.ofSeconds(15), EVER));

        /** Much at a time, within limits. */
        static Pace of(TransferLimits limits) {
            return new Pace(MUCH, limits);
        }
    }

    private final ServerCallStreamObserver<R> observer;
    private final Context context;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TransferLimits limits;
    private final long end;

    Outflow(ServerCallStreamObserver<R> observer, Context context, Pace pace) {
        this.observer = observer;
        this.context = context;
        this.limits = pace.limits();
        this.end = System.nanoTime() + limits.total().toNanos();
        observer.setOnReadyThreshold(pace.readyBytes());
        observer.setOnReadyHandler(this::wake);
        observer.setOnCancelHandler(this::wake);
        context.addListener(ended -> wake(), Runnable::run);
    }

    /** Whether nobody reads any more. */
    public boolean isCancelled() {
        return observer.isCancelled() || context.isCancelled();
    }

    /** Runs {@code action} as soon as nobody reads any more, so that what waits for something else can stop. */
    public void onCancel(Runnable action) {
        context.addListener(ended -> action.run(), Runnable::run);
    }

    /**
     * Sends one message, when the reader has room for it.
     *
     * @throws CancellationException where nobody reads any more
     */
    public void send(R message) throws InterruptedException {
        awaitRoom();
        requireTime();
        observer.onNext(message);
    }

    private void requireTime() {
        if (System.nanoTime() - end > 0) {
            throw limits.tooLong();
        }
    }

    private void awaitRoom() throws InterruptedException {
        var left = limits.idle().toNanos();
        lock.lock();
        try {
            while (!isCancelled() && !observer.isReady()) {
                if (left <= 0) {
                    throw new GraphkeepException(
                            Reason.SLOW_CONSUMER,
                            "The reader took nothing for " + limits.idle().toSeconds() + " s.");
                }
                requireTime();
                // The transport does not signal every change, so a look now and then is part of the wait.
                var slice = Math.min(left, TimeUnit.SECONDS.toNanos(1));
                left -= slice - Math.max(0, changed.awaitNanos(slice));
            }
        } finally {
            lock.unlock();
        }
        if (isCancelled()) {
            throw new CancellationException("The reader went away");
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
