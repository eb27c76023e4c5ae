package io.graphkeep.server.errors;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure that its caller is told about: a reason from the table, and a sentence that says what happened, to what, and
 * what to do.
 *
 * <p>The sentence and the metadata travel to the caller: they never hold a secret, and paths only where the caller named
 * them. The names of a graph's files stand under {@link #CAUSE} alone.
 */
public final class GraphkeepException extends RuntimeException {
    /** The key of what the system said of a file, name and all: shown to those who may see the names of files. */
    public static final String CAUSE = "cause";

    private static final long serialVersionUID = 1L;

    /** One field of a request that was not acceptable, by its path in the message. */
    public record FieldViolation(String field, String description) {}

    private final Reason reason;
    private final transient Map<String, String> metadata;
    private final transient List<FieldViolation> violations;
    private final transient @Nullable Duration retryAfter;

    private GraphkeepException(
            Reason reason,
            String sentence,
            Map<String, String> metadata,
            List<FieldViolation> violations,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
        this.metadata = metadata;
        this.violations = violations;
        this.retryAfter = retryAfter;
    }

    public GraphkeepException(Reason reason, String sentence) {
        this(reason, sentence, Map.of(), List.of(), null, null);
    }

    public GraphkeepException(Reason reason, String sentence, Throwable cause) {
        this(reason, sentence, Map.of(), List.of(), null, cause);
    }

    /** A request whose field is not acceptable: INVALID_ARGUMENT, with the field named. */
    public static GraphkeepException invalid(String field, String description) {
        return invalid(List.of(new FieldViolation(field, description)));
    }

    /** A request with several fields that are not acceptable, all told at once. */
    public static GraphkeepException invalid(List<FieldViolation> violations) {
        var first = violations.get(0);
        var sentence = "The request's " + first.field() + " is not valid: " + first.description();
        return new GraphkeepException(Reason.INVALID_ARGUMENT, sentence, Map.of(), List.copyOf(violations), null, null);
    }

    /** The same failure with one more fact that a program can read. */
    public GraphkeepException with(String key, String value) {
        var more = new LinkedHashMap<>(metadata);
        more.put(key, value);
        return new GraphkeepException(reason, sentence(), more, violations, retryAfter, getCause());
    }

    /** The same failure, with the advice to try again after this long. */
    public GraphkeepException retryAfter(Duration delay) {
        return new GraphkeepException(reason, sentence(), metadata, violations, delay, getCause());
    }

    public Reason reason() {
        return reason;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    public List<FieldViolation> violations() {
        return violations;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
