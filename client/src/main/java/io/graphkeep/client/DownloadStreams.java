package io.graphkeep.client;

import io.graphkeep.transfer.BrokenStreamException;
import io.graphkeep.transfer.pull.PullException;
import io.graphkeep.transfer.pull.PullSource;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens downloads over the connection, and tells which failures may pass. */
final class DownloadStreams implements PullSource {
    /** A server that reads a damaged snapshot, or passes over much, is silent for a while. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private static final Set<String> PASSING =
            Set.of("TOO_MANY_REQUESTS", "SLOW_CONSUMER", "STALE_SESSION", "DEADLINE_EXCEEDED");

    private final Calls calls;
    private final Runnable reconnect;

    DownloadStreams(Calls calls, Runnable reconnect) {
        this.calls = calls;
        this.reconnect = reconnect;
    }

    @Override
    public Frames open(DownloadSnapshotRequest request) {
        reconnect.run();
        var stream = calls.stream(BackupServiceGrpc.getDownloadSnapshotMethod(), request)
                .within(SILENCE);
        return new Frames() {
            @Override
            public @Nullable DownloadSnapshotResponse next() {
                try {
                    return stream.hasNext() ? stream.next() : null;
                } catch (GraphkeepException failure) {
                    if (isPassing(failure, request)) {
                        throw new BrokenStreamException(failure, failure.retryAfter());
                    }
                    throw failure;
                }
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    /** What a transfer cannot go on with, as everything of the library tells its failures. */
    static GraphkeepException told(IOException failure) {
        if (!(failure instanceof PullException refused)) {
            return new GraphkeepException(
                    Status.Code.FAILED_PRECONDITION,
                    "DESTINATION_UNUSABLE",
                    "It could not be written: " + failure.getMessage() + ".",
                    failure);
        }
        var code = switch (refused.kind()) {
            case PROTOCOL_VIOLATION, DIGEST_MISMATCH -> Status.Code.DATA_LOSS;
            case NOT_A_FILE -> Status.Code.INVALID_ARGUMENT;
            case DESTINATION_NOT_EMPTY, DESTINATION_UNUSABLE -> Status.Code.FAILED_PRECONDITION;
        };
        return new GraphkeepException(code, refused.kind().name(), String.valueOf(refused.getMessage()), refused);
    }

    private static boolean isPassing(GraphkeepException failure, DownloadSnapshotRequest request) {
        return isOfTheConnection(failure)
                || failure.code() == Status.Code.UNAVAILABLE
                || PASSING.contains(failure.reason())
                // From then on the snapshot is known to be damaged, and the next stream leaves the file out.
                || (failure.is("STORE_DAMAGED")
                        && request.getAllowDamaged()
                        && failure.metadata().containsKey("path"));
    }

    /** Whether no Graphkeep said it: the connection broke, or something between. */
    static boolean isOfTheConnection(GraphkeepException failure) {
        if (failure.reason().isEmpty()) {
            return switch (failure.code()) {
                case UNAVAILABLE, INTERNAL, UNKNOWN, RESOURCE_EXHAUSTED -> true;
                case OK,
                        CANCELLED,
                        INVALID_ARGUMENT,
                        DEADLINE_EXCEEDED,
                        NOT_FOUND,
                        ALREADY_EXISTS,
                        PERMISSION_DENIED,
                        FAILED_PRECONDITION,
                        ABORTED,
                        OUT_OF_RANGE,
                        UNIMPLEMENTED,
                        DATA_LOSS,
                        UNAUTHENTICATED -> false;
            };
        }
        return false;
    }
}
