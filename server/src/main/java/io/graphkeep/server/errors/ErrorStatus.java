package io.graphkeep.server.errors;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import java.util.Locale;

/**
 * A failure as the {@code google.rpc.Status} that callers and operations carry: code, sentence with advice, and details.
 *
 * <p>The whole stays under 4 KiB, whatever a sentence or a value quotes: what is too long is cut, never left out.
 */
public final class ErrorStatus {
    /** The domain of every reason. */
    public static final String DOMAIN = "graphkeep";

    private static final int MESSAGE = 700;
    private static final int VALUE = 160;
    private static final int NAME = 64;
    private static final int ENTRIES = 7;

    private ErrorStatus() {}

    public static Status of(GraphkeepException failure) {
        var status = Status.newBuilder()
                .setCode(failure.reason().code().value())
                .setMessage(message(failure))
                .addDetails(Any.pack(info(failure)));
        if (!failure.violations().isEmpty()) {
            status.addDetails(Any.pack(badRequest(failure)));
        }
        var delay = failure.retryAfter();
        if (delay != null) {
            var retry = RetryInfo.newBuilder().setRetryDelay(Durations.fromMillis(delay.toMillis()));
            status.addDetails(Any.pack(retry.build()));
        }
        var resource = resource(failure);
        if (!resource.getResourceType().isEmpty()) {
            status.addDetails(Any.pack(resource));
        }
        return status.build();
    }

    private static String message(GraphkeepException failure) {
        var sentence = cut(failure.sentence(), MESSAGE);
        var end = sentence.matches("(?s).*[.!?…]") ? " " : ". ";
        return sentence + end + failure.reason().advice();
    }

    private static ErrorInfo info(GraphkeepException failure) {
        var info = ErrorInfo.newBuilder().setReason(failure.reason().name()).setDomain(DOMAIN);
        failure.metadata().entrySet().stream()
                .limit(ENTRIES)
                .forEach(entry -> info.putMetadata(cut(entry.getKey(), NAME), cut(entry.getValue(), VALUE)));
        return info.build();
    }

    private static BadRequest badRequest(GraphkeepException failure) {
        var request = BadRequest.newBuilder();
        failure.violations().stream()
                .limit(ENTRIES)
                .forEach(violation -> request.addFieldViolationsBuilder()
                        .setField(cut(violation.field(), NAME))
                        .setDescription(cut(violation.description(), 120)));
        return request.build();
    }

    /** What is missing or taken: known by the reason's name, and by the id that the failure carries for it. */
    private static ResourceInfo resource(GraphkeepException failure) {
        var reason = failure.reason().name();
        for (var ending : new String[] {"_NOT_FOUND", "_ALREADY_EXISTS"}) {
            if (reason.endsWith(ending)) {
                var type =
                        reason.substring(0, reason.length() - ending.length()).toLowerCase(Locale.ROOT);
                return ResourceInfo.newBuilder()
                        .setResourceType(type)
                        .setResourceName(cut(failure.metadata().getOrDefault(type + "_id", ""), VALUE))
                        .build();
            }
        }
        return ResourceInfo.getDefaultInstance();
    }

    /** The text, cut to this many bytes of UTF-8 at most, with an ellipsis where something is missing. */
    private static String cut(String text, int bytes) {
        var used = 0;
        for (var i = 0; i < text.length(); ) {
            var point = text.codePointAt(i);
            used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (used > bytes - 3) {
                return i + Character.charCount(point) >= text.length() && used <= bytes
                        ? text
                        : text.substring(0, i) + "…";
            }
            i += Character.charCount(point);
        }
        return text;
    }
}
