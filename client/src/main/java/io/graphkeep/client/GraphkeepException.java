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
 * What failed: the gRPC code, the reason that a program can act on, the sentence for a person, and which fields were wrong.
 *
 * <p>Everything of this library that fails, fails so: calls, streams, transfers, and operations that are watched.
 *
 * <pre>{@code
 * try {
 *     client.backup().getGraph(GetGraphRequest.newBuilder().setGraphId("books").build());
 * } catch (GraphkeepException failure) {
 *     if (failure.is("GRAPH_NOT_FOUND")) {
 *         // make it
 *     }
 * }
 * }</pre>
 */
public final class GraphkeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String DOMAIN = "graphkeep";
    private static final Pattern SYSTEM_CALL = Pattern.compile("^\\S+ failed with error\\(-?\\d+\\): ");

    private final Status.Code code;
    private final String reason;
    private final transient Map<String, String> metadata;
    private final transient List<String> violations;
    private final @Nullable Duration retryAfter;

    /** One that this side found itself. */
    public GraphkeepException(Status.Code code, String reason, String sentence, @Nullable Throwable cause) {
        this(code, reason, sentence, Map.of(), List.of(), null, cause);
    }

    private GraphkeepException(
            Status.Code code,
            String reason,
            String sentence,
            Map<String, String> metadata,
            List<String> violations,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(sentence, cause);
        this.code = code;
        this.reason = reason;
        this.metadata = Map.copyOf(metadata);
        this.violations = List.copyOf(violations);
        this.retryAfter = retryAfter;
    }

    /** What a failed call's status and its details say. */
    public static GraphkeepException of(StatusRuntimeException failure) {
        return of(failure.getStatus().getCode(), StatusProto.fromThrowable(failure), failure);
    }

    /** What the error of an operation that ended badly says. */
    public static GraphkeepException of(com.google.rpc.Status status) {
        return of(Status.fromCodeValue(status.getCode()).getCode(), status, null);
    }

    /** The code of gRPC that says the same. */
    public Status.Code code() {
        return code;
    }

    /** The name from the contract's table of reasons; empty where no Graphkeep answered. */
    public String reason() {
        return reason;
    }

    /** Whether it failed for this reason. */
    public boolean is(String name) {
        return reason.equals(name);
    }

    /** What happened, to what, and what to do, for a person. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** What a program can read, such as {@code operation_id}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The fields of the request that were wrong, each with why. */
    public List<String> violations() {
        return violations;
    }

    /** After how long it makes sense to try again; null where the server did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    private static GraphkeepException of(
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
        return new GraphkeepException(
                code, reason, sentence(status, failure), metadata, violations, retryAfter, failure);
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
