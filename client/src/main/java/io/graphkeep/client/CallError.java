package io.graphkeep.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a failed call says: the code, the reason that a program can act on, the sentence for a person, and which fields were
 * wrong.
 *
 * @param reason the name from the contract's table of reasons; empty where no Graphkeep answered
 */
public record CallError(
        Status.Code code,
        String reason,
        String sentence,
        Map<String, String> metadata,
        List<String> violations,
        @Nullable Duration retryAfter) {
    private static final String DOMAIN = "graphkeep";
    private static final Pattern SYSTEM_CALL = Pattern.compile("^\\S+ failed with error\\(-?\\d+\\): ");

    /** Reads a failed call's status and its details. */
    public static CallError of(StatusRuntimeException failure) {
        return of(failure.getStatus().getCode(), StatusProto.fromThrowable(failure), failure);
    }

    /** Reads the error of an operation that ended badly. */
    public static CallError of(com.google.rpc.Status status) {
        return of(Status.fromCodeValue(status.getCode()).getCode(), status, null);
    }

    private static CallError of(
            Status.Code code, com.google.rpc.@Nullable Status status, @Nullable StatusRuntimeException failure) {
        var reason = "";
        var metadata = Map.<String, String>of();
        var violations = new ArrayList<String>();
        Duration retryAfter = null;
        if (status != null) {
            try {
                for (var detail : status.getDetailsList()) {
                    if (detail.is(ErrorInfo.class)) {
                        var info = detail.unpack(ErrorInfo.class);
                        if (info.getDomain().equals(DOMAIN)) {
                            reason = info.getReason();
                            metadata = info.getMetadataMap();
                        }
                    } else if (detail.is(BadRequest.class)) {
                        for (var field : detail.unpack(BadRequest.class).getFieldViolationsList()) {
                            violations.add(field.getField() + ": " + field.getDescription());
                        }
                    } else if (detail.is(RetryInfo.class)) {
                        var delay = detail.unpack(RetryInfo.class).getRetryDelay();
                        retryAfter = Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
                    }
                }
            } catch (InvalidProtocolBufferException unreadable) {
                violations.add("(the server's error details could not be read)");
            }
        }
        return new CallError(code, reason, sentence(status, failure), metadata, List.copyOf(violations), retryAfter);
    }

    private static String sentence(com.google.rpc.@Nullable Status status, @Nullable StatusRuntimeException failure) {
        var cause = failure == null ? null : failure.getCause();
        if (failure != null && cause != null) {
            return ofTheConnection(String.valueOf(failure.getStatus().getDescription()), cause);
        }
        if (status != null && !status.getMessage().isEmpty()) {
            return status.getMessage();
        }
        return failure == null
                ? "The server gave no sentence."
                : failure.getStatus().getCode().toString();
    }

    /** Of a failure that no server sent: what the system says, without the names of calls and numbers. */
    private static String ofTheConnection(String description, Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var told = String.valueOf(cause.getMessage());
        var plain = SYSTEM_CALL.matcher(told).replaceFirst("");
        return description.equals("io exception") ? plain : description + ": " + plain;
    }
}
