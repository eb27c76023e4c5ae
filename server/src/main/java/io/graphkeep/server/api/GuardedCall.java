package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A call that two may end: its service, and the server when the caller's token ends or the server stops.
 *
 * <p>It is closed once; what the other side does afterwards is dropped. A call that the server ended looks cancelled to
 * its service, so that the service stops working for it.
 */
final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Function<Throwable, GraphkeepException> mapping;
    private final Consumer<GraphkeepException> audit;
    private final Context.CancellableContext context;
    private boolean closed;
    private volatile boolean ended;

    /**
     * @param mapping tells a failure as its caller may learn it
     * @param audit sees every failure that is told
     * @param context what the service works in; cancelled when the server ends the call
     */
    GuardedCall(
            ServerCall<Q, R> delegate,
            Function<Throwable, GraphkeepException> mapping,
            Consumer<GraphkeepException> audit,
            Context.CancellableContext context) {
        super(delegate);
        this.mapping = mapping;
        this.audit = audit;
        this.context = context;
    }

    /** Ends the call because its service failed. */
    void fail(Throwable failure) {
        tell(mapping.apply(failure));
    }

    /** Ends the call from outside of its service. */
    void end(GraphkeepException why) {
        ended = true;
        tell(why);
        context.cancel(why);
    }

    boolean wasEnded() {
        return ended;
    }

    private void tell(GraphkeepException failure) {
        var told = ErrorMapping.status(failure);
        var trailers = told.getTrailers();
        if (closeOnce(told.getStatus(), trailers == null ? new Metadata() : trailers)) {
            audit.accept(failure);
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        var cause = status.getCause();
        if (!status.isOk() && cause != null) {
            fail(cause);
            return;
        }
        closeOnce(status, trailers);
    }

    private boolean closeOnce(Status status, Metadata trailers) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            // The transport has told the other end by itself then; saying it once more breaks the whole connection.
            if (!context.isCancelled()) {
                super.close(status, trailers);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sendHeaders(Metadata headers) {
        whileOpen(() -> super.sendHeaders(headers));
    }

    @Override
    public void sendMessage(R message) {
        whileOpen(() -> super.sendMessage(message));
    }

    @Override
    public void request(int messages) {
        whileOpen(() -> super.request(messages));
    }

    @Override
    public boolean isReady() {
        return !ended && super.isReady();
    }

    @Override
    public boolean isCancelled() {
        return ended || super.isCancelled();
    }

    private void whileOpen(Runnable action) {
        lock.lock();
        try {
            if (!closed) {
                action.run();
            }
        } finally {
            lock.unlock();
        }
    }
}
