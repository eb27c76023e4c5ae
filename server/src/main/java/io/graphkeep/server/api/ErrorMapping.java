package io.graphkeep.server.api;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.server.errors.ErrorStatus;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a failure reaches its caller: every one with a reason, a sentence and what to do.
 *
 * <p>What nobody foresaw becomes INTERNAL with an error id; its text goes to the log only, since it may say anything.
 */
final class ErrorMapping {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);

    private ErrorMapping() {}

    /** The failure as it may be told, and logged if it was not foreseen. */
    static GraphkeepException told(Throwable failure, String callId, String method) {
        var known = known(failure);
        if (known != null) {
            return known;
        }
        if (isCancellation(failure)) {
            return new GraphkeepException(Reason.OPERATION_CANCELLED, "The call was cancelled.", failure);
        }
        LOG.error("Error {} in {}", callId, method, failure);
        return new GraphkeepException(
                        Reason.INTERNAL, "Something failed that should not have. Error id: " + callId + ".")
                .with("error_id", callId);
    }

    /** The status with its details; never longer than what a client's headers take. */
    static StatusRuntimeException status(GraphkeepException failure) {
        return StatusProto.toStatusRuntimeException(ErrorStatus.of(failure));
    }

    private static @Nullable GraphkeepException known(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GraphkeepException known) {
                return known;
            }
        }
        return fromStatus(failure);
    }

    private static @Nullable GraphkeepException fromStatus(Throwable failure) {
        var status = statusOf(failure);
        if (status == null) {
            return null;
        }
        return switch (status.getCode()) {
            // Only the runtime's own limit on a message says this without a reason.
            case RESOURCE_EXHAUSTED ->
                new GraphkeepException(
                        Reason.REQUEST_TOO_LARGE, "The message is larger than this server takes.", failure);
            case CANCELLED -> new GraphkeepException(Reason.OPERATION_CANCELLED, "The call was cancelled.", failure);
            case DEADLINE_EXCEEDED ->
                new GraphkeepException(Reason.DEADLINE_EXCEEDED, "The call's time ran out.", failure);
            // So the runtime says that what a client sent is no message.
            case INTERNAL ->
                failure.getCause() instanceof InvalidProtocolBufferException
                        ? new GraphkeepException(
                                Reason.INVALID_ARGUMENT, "What was sent is not the message of this call.", failure)
                        : null;
            case OK,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    UNAVAILABLE,
                    DATA_LOSS,
                    UNAUTHENTICATED -> null;
        };
    }

    /** A message that is larger than this. */
    static GraphkeepException tooLarge(int most) {
        return new GraphkeepException(
                        Reason.REQUEST_TOO_LARGE,
                        "The message is larger than the " + most + " bytes that this server takes.")
                .with("max_message_bytes", String.valueOf(most));
    }

    private static @Nullable Status statusOf(Throwable failure) {
        if (failure instanceof StatusRuntimeException unchecked) {
            return unchecked.getStatus();
        }
        return failure instanceof StatusException checked ? checked.getStatus() : null;
    }

    private static boolean isCancellation(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException || cause instanceof java.util.concurrent.CancellationException) {
                return true;
            }
        }
        return false;
    }
}
