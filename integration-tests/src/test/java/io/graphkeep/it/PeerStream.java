package io.graphkeep.it;

import io.graphkeep.client.GraphkeepException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One stream, message by message: what is sent, in which order, and whether anything is read, is up to whoever holds it. */
final class PeerStream<Q, R> extends ClientCall.Listener<R> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ClientCall<Q, R> call;
    private final LinkedBlockingQueue<Optional<R>> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> outcome = new CompletableFuture<>();

    private PeerStream(ClientCall<Q, R> call) {
        this.call = call;
    }

    /** A stream that reads whatever comes. */
    static <Q, R> PeerStream<Q, R> open(Channel channel, MethodDescriptor<Q, R> method) {
        return open(channel, method, CallOptions.DEFAULT, Integer.MAX_VALUE);
    }

    /** A stream that reads so many messages and no more. */
    static <Q, R> PeerStream<Q, R> open(
            Channel channel, MethodDescriptor<Q, R> method, CallOptions options, int messages) {
        var stream = new PeerStream<Q, R>(channel.newCall(method, options));
        stream.call.start(stream, new Metadata());
        if (messages > 0) {
            stream.call.request(messages);
        }
        return stream;
    }

    void send(Q message) {
        call.sendMessage(message);
    }

    void end() {
        call.halfClose();
    }

    void read(int more) {
        call.request(more);
    }

    /** Resets the stream. */
    void cancel() {
        call.cancel("given up", null);
    }

    boolean isOver() {
        return outcome.isDone();
    }

    /** The next answer. */
    R answer() throws InterruptedException {
        var next = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("No answer came");
        }
        return next.orElseThrow(() -> new AssertionError("The stream ended with " + outcome.getNow("?")));
    }

    /** How the stream ended: OK, or the code and the reason. */
    String outcome() throws InterruptedException {
        try {
            return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            cancel();
            throw new AssertionError("The stream did not end", e);
        }
    }

    @Override
    public void onMessage(R message) {
        answers.add(Optional.of(message));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        outcome.complete(told(status, trailers));
        answers.add(Optional.empty());
    }

    private static String told(Status status, Metadata trailers) {
        if (status.isOk()) {
            return "OK";
        }
        var failure = GraphkeepException.of(status.asRuntimeException(trailers));
        return (failure.code() + " " + failure.reason()).strip();
    }
}
