package io.graphkeep.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a server streams, message by message, as fast as it is taken; to be closed by whoever does not take it all.
 *
 * <p>For one thread, virtual or not. A few messages are held ready, and no more. A stream that fails, and one from which nothing
 * comes for too long, ends with a {@link GraphkeepException}.
 */
public final class MessageStream<R> implements Iterator<R>, AutoCloseable {
    private static final int AHEAD = 4;

    private final ClientCall<?, R> call;
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private @Nullable R next;
    private @Nullable End end;
    private long patienceNanos = Long.MAX_VALUE;

    private record End(Status status, Metadata trailers) {}

    private MessageStream(ClientCall<?, R> call) {
        this.call = call;
    }

    static <Q, R> MessageStream<R> open(ClientCall<Q, R> call, Q request) {
        var stream = new MessageStream<>(call);
        call.start(stream.new Listener(), new Metadata());
        call.request(AHEAD);
        call.sendMessage(request);
        call.halfClose();
        return stream;
    }

    /** Gives up where nothing comes for so long. */
    MessageStream<R> within(Duration patience) {
        patienceNanos = patience.toNanos();
        return this;
    }

    @Override
    public boolean hasNext() {
        if (next == null && end == null) {
            await();
        }
        var ended = end;
        if (ended == null) {
            return true;
        }
        if (!ended.status().isOk()) {
            throw GraphkeepException.of(ended.status().asRuntimeException(ended.trailers()));
        }
        return false;
    }

    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The stream has ended");
        }
        var message = next;
        next = null;
        call.request(1);
        if (message == null) {
            throw new IllegalStateException("A stream that goes on has a message");
        }
        return message;
    }

    /** Takes no more of it. */
    @Override
    public void close() {
        call.cancel("The reader has closed the stream", null);
    }

    @SuppressWarnings("unchecked") // What is no end was put in as a message.
    private void await() {
        try {
            var came = arrived.poll(patienceNanos, TimeUnit.NANOSECONDS);
            if (came == null) {
                close();
                end = new End(Status.UNAVAILABLE.withDescription("Nothing came for too long."), new Metadata());
            } else if (came instanceof End ended) {
                end = ended;
            } else {
                next = (R) came;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            close();
            end = new End(Status.CANCELLED.withDescription("The thread was interrupted."), new Metadata());
        }
    }

    /** Never blocks: no more messages come than were asked for. */
    private final class Listener extends ClientCall.Listener<R> {
        @Override
        public void onMessage(R message) {
            arrived.add(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            arrived.add(new End(status, trailers));
        }
    }
}
