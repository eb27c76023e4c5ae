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
     * @param patience how long a reader may take nothing while that much waits
     */
    record Pace(int readyBytes, Duration patience) {
        /** Much at a time, to a reader who has work to do between. */
        static final Pace BULK = new Pace(1 << 20, Duration.ofMinutes(2));

        /** Little at a time, to many readers, of whom each can come back where it was. */
        static final Pace FEED = new Pace(64 << 10, Duration.ofSeconds(15));
    }

    private final ServerCallStreamObserver<R> observer;
    private final Context context;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Duration patience;

    Outflow(ServerCallStreamObserver<R> observer, Context context) {
        this(observer, context, Pace.BULK);
    }

    Outflow(ServerCallStreamObserver<R> observer, Context context, Pace pace) {
        this.observer = observer;
        this.context = context;
        this.patience = pace.patience();
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
        observer.onNext(message);
    }

    private void awaitRoom() throws InterruptedException {
        var left = patience.toNanos();
        lock.lock();
        try {
            while (!isCancelled() && !observer.isReady()) {
                if (left <= 0) {
                    throw new GraphkeepException(
                            Reason.SLOW_CONSUMER, "The reader took nothing for " + patience.toSeconds() + " s.");
                }
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
