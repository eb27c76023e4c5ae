package io.graphkeep.it;

import io.graphkeep.client.GraphkeepException;
import io.graphkeep.v1.WatchEventsRequest;
import io.graphkeep.v1.WatchEventsResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One subscriber of a campaign: notes what it is told and when, and stops reading where it is told to. */
final class FeedsSubscriber implements ClientResponseObserver<WatchEventsRequest, WatchEventsResponse> {
    private static final int ALL = 1_000_000;

    private final int stopAfter;
    private final Latencies latencies;
    private long[] seen = new long[64];
    private int count;
    private boolean begun;
    private boolean ended;
    private boolean reads = true;
    private String cursor = "";
    private @Nullable ClientCallStreamObserver<WatchEventsRequest> call;

    FeedsSubscriber(int stopAfter, Latencies latencies) {
        this.stopAfter = stopAfter;
        this.latencies = latencies;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchEventsRequest> stream) {
        call = stream;
        stream.disableAutoRequestWithInitial(1);
    }

    @Override
    public synchronized void onNext(WatchEventsResponse message) {
        begun = true;
        if (message.hasEvent()) {
            var event = message.getEvent();
            if (stopAfter == Integer.MAX_VALUE && reads) {
                var time = event.getEventTime();
                latencies.add(System.currentTimeMillis() - time.getSeconds() * 1_000 - time.getNanos() / 1_000_000);
            }
            seen = count == seen.length ? Arrays.copyOf(seen, 2 * count) : seen;
            seen[count++] = event.getSequence();
            cursor = event.getCursor();
        } else {
            cursor = message.getHeartbeat().getCursor();
        }
        if (count != stopAfter) {
            Objects.requireNonNull(call).request(1);
        } else {
            reads = false;
        }
    }

    @Override
    public synchronized void onError(Throwable failure) {
        ended = true;
        if (failure instanceof StatusRuntimeException known
                && known.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            cursor = GraphkeepException.of(known).metadata().getOrDefault("cursor", "");
        }
    }

    @Override
    public synchronized void onCompleted() {
        ended = true;
    }

    synchronized void readOn() {
        if (!reads) {
            reads = true;
            Objects.requireNonNull(call).request(ALL);
        }
    }

    synchronized boolean hasBegun() {
        return begun;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    synchronized int count() {
        return count;
    }

    synchronized long[] seen() {
        return Arrays.copyOf(seen, count);
    }

    synchronized String cursor() {
        return cursor;
    }
}
