package io.graphkeep.client;

import io.graphkeep.transfer.BrokenStreamException;
import io.graphkeep.transfer.push.GoneSessionException;
import io.graphkeep.transfer.push.PushStreams;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import io.grpc.Status;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens pushes over the connection, and tells which failures may pass. */
final class PushCalls implements PushStreams {
    /** What runs may be the push of a client that was killed a moment ago: its server learns of that a little later. */
    private static final Set<String> PASSING =
            Set.of("TOO_MANY_REQUESTS", "SLOW_CONSUMER", "SESSION_BUSY", "DEADLINE_EXCEEDED", "CAPTURE_RUNNING");

    /** SEGMENT_UNKNOWN: the server fell, and what it had acknowledged as received only is not there. */
    private static final Set<String> GONE = Set.of(
            "SESSION_NOT_FOUND", "STALE_SESSION", "PARENT_CHANGED", "CONFLICT", "STALE_ATTEMPT", "SEGMENT_UNKNOWN");

    private final Calls calls;
    private final Runnable reconnect;

    PushCalls(Calls calls, Runnable reconnect) {
        this.calls = calls;
        this.reconnect = reconnect;
    }

    @Override
    public Opened open() {
        reconnect.run();
        var call = PushCall.open(calls.call(BackupServiceGrpc.getPushSnapshotMethod()));
        return new Opened() {
            @Override
            public void send(PushSnapshotRequest frame) throws InterruptedException {
                try {
                    call.send(frame);
                } catch (GraphkeepException failure) {
                    throw judged(failure);
                }
            }

            @Override
            public PushSnapshotResponse receive() throws InterruptedException {
                try {
                    return call.receive();
                } catch (GraphkeepException failure) {
                    throw judged(failure);
                }
            }

            @Override
            public @Nullable PushSnapshotResponse poll() {
                try {
                    return call.poll();
                } catch (GraphkeepException failure) {
                    throw judged(failure);
                }
            }

            @Override
            public void close() {
                call.close();
            }
        };
    }

    private static RuntimeException judged(GraphkeepException failure) {
        if (GONE.contains(failure.reason())) {
            return new GoneSessionException(failure);
        }
        return DownloadStreams.isOfTheConnection(failure)
                        || failure.code() == Status.Code.UNAVAILABLE
                        || PASSING.contains(failure.reason())
                ? new BrokenStreamException(failure, failure.retryAfter())
                : failure;
    }
}
