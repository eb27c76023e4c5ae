package io.graphkeep.server.api;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bounds what one message may be once it is decompressed: a larger one is REQUEST_TOO_LARGE, before it is parsed.
 *
 * <p>Stands where messages are still bytes. What goes far beyond the bound is cut by the transport itself.
 */
final class MessageSize implements ServerInterceptor {
    private final int most;

    MessageSize(int most) {
        this.most = most;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onMessage(Q message) {
                super.onMessage(bounded(message));
            }
        };
    }

    @SuppressWarnings("unchecked") // services are bound with messages as streams
    private <Q> Q bounded(Q message) {
        if (!(message instanceof InputStream stream)) {
            throw new IllegalStateException("Messages are expected as streams here");
        }
        if (stream instanceof KnownLength) {
            requireAtMost(available(stream));
            return message;
        }
        return (Q) new Bounded(stream);
    }

    private static int available(InputStream stream) {
        try {
            return stream.available();
        } catch (IOException e) {
            throw new IllegalStateException("A message that has arrived knows its length", e);
        }
    }

    private void requireAtMost(long bytes) {
        if (bytes > most) {
            throw ErrorMapping.tooLarge(most);
        }
    }

    /** A stream that decompresses as it is read, and is cut when it gives more than it may. */
    private final class Bounded extends FilterInputStream {
        private long taken;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var read = super.read();
            taken += read < 0 ? 0 : 1;
            requireAtMost(taken);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var read = super.read(bytes, offset, length);
            taken += Math.max(0, read);
            requireAtMost(taken);
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
