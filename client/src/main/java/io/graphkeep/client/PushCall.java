package io.graphkeep.client;

import io.graphkeep.transfer.push.PushStream;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A push's stream over gRPC: sends when there is room, and holds few answers. What ends it is a {@link GraphkeepException}. */
final class PushCall implements PushStream, AutoCloseable {
    private static final int AHEAD = 16;

    /** Longer than a server takes for the slowest thing that it does between two answers. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ClientCall<PushSnapshotRequest, PushSnapshotResponse> call;
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable GraphkeepException end;

    private PushCall(ClientCall<PushSnapshotRequest, PushSnapshotResponse> call) {
        this.call = call;
    }

    static PushCall open(ClientCall<PushSnapshotRequest, PushSnapshotResponse> call) {
        var push = new PushCall(call);
        call.start(push.new Listener(), new Metadata());
        call.request(AHEAD);
        return push;
    }

    @Override
    public void send(PushSnapshotRequest frame) throws InterruptedException {
        var left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (end == null && !call.isReady()) {
                if (left <= 0) {
                    throw silent("The server took nothing");
                }
                left = changed.awaitNanos(left);
            }
            var over = end;
            if (over != null) {
                throw over;
            }
        } finally {
            lock.unlock();
        }
        call.sendMessage(frame);
    }

    @Override
    public PushSnapshotResponse receive() throws InterruptedException {
        var next = arrived.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            throw silent("The server answered nothing");
        }
        return answer(next);
    }

    @Override
    public @Nullable PushSnapshotResponse poll() {
        var next = arrived.poll();
        return next == null ? null : answer(next);
    }

    @Override
    public void close() {
        call.cancel("The push is over", null);
    }

    private PushSnapshotResponse answer(Object next) {
        if (next instanceof GraphkeepException over) {
            arrived.add(over);
            throw over;
        }
        call.request(1);
        return (PushSnapshotResponse) next;
    }

    private static GraphkeepException silent(String what) {
        return new GraphkeepException(
                Status.Code.UNAVAILABLE, "", what + " for " + PATIENCE.toMinutes() + " minutes.", null);
    }

    /** Called by gRPC's threads. */
    private final class Listener extends ClientCall.Listener<PushSnapshotResponse> {
        @Override
        public void onReady() {
            signal(null);
        }

        @Override
        public void onMessage(PushSnapshotResponse message) {
            arrived.add(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            var over = GraphkeepException.of(
                    (status.isOk() ? Status.UNAVAILABLE.withDescription("The stream ended.") : status)
                            .asRuntimeException(trailers));
            signal(over);
            arrived.add(over);
        }

        private void signal(@Nullable GraphkeepException over) {
            lock.lock();
            try {
                end = over == null ? end : over;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
