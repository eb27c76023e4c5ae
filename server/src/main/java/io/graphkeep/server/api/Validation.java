package io.graphkeep.server.api;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.FieldMaskUtil;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.GraphkeepException.FieldViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The checks of one request's fields: all that is wrong is told at once, by {@link #check()}.
 *
 * <p>Every text is bounded here, before it reaches anything that keeps it.
 */
public final class Validation {
    private static final Pattern GRAPH_ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern LABEL_KEY = Pattern.compile("[a-z0-9._/-]{1,63}");
    private static final int MOST_LABELS = 32;
    private static final int LONGEST_LABEL = 256;
    private static final Duration LONGEST_WAIT = Durations.fromSeconds(60);

    private final List<FieldViolation> violations = new ArrayList<>();

    /** Throws INVALID_ARGUMENT where anything was wrong. */
    public void check() {
        if (!violations.isEmpty()) {
            throw GraphkeepException.invalid(violations);
        }
    }

    /** A check of the caller's own. */
    public Validation check(String field, boolean right, String otherwise) {
        if (!right) {
            violations.add(new FieldViolation(field, otherwise));
        }
        return this;
    }

    public Validation required(String field, Message value) {
        return check(field, !value.equals(value.getDefaultInstanceForType()), "it is required");
    }

    public Validation graphId(String field, String value) {
        return check(
                field,
                GRAPH_ID.matcher(value).matches(),
                "a graph id has 1 to 63 of a-z, 0-9, '.', '_' and '-', and begins with a letter or a digit");
    }

    public Validation optionalGraphId(String field, String value) {
        return value.isEmpty() ? this : graphId(field, value);
    }

    /** An id of the server's making. */
    public Validation id(String field, String value) {
        return check(field, UUID_TEXT.matcher(value).matches(), "it must be an id as this server gave it out, a UUID");
    }

    public Validation optionalId(String field, String value) {
        return value.isEmpty() ? this : id(field, value);
    }

    /** A snapshot's id, or {@code latest} with a graph. */
    public Validation snapshotId(String field, String value, String graphId) {
        if (value.equals("latest")) {
            return check("graph_id", !graphId.isEmpty(), "it is required where the snapshot is `latest`");
        }
        return id(field, value);
    }

    public Validation requestId(String field, String value) {
        return check(
                field,
                value.isEmpty() || REQUEST_ID.matcher(value).matches(),
                "it must have at most 128 printable ASCII characters, without spaces");
    }

    public Validation text(String field, String value, int least, int most) {
        var length = value.codePointCount(0, value.length());
        check(field, length >= least && length <= most, "it must have " + least + " to " + most + " characters");
        return check(field, value.indexOf('\0') < 0, "it must not hold the character NUL");
    }

    public Validation matches(String field, String value, String pattern, String otherwise) {
        return check(field, value.matches(pattern), otherwise);
    }

    public Validation labels(String field, Map<String, String> labels) {
        check(field, labels.size() <= MOST_LABELS, "there may be at most " + MOST_LABELS);
        labels.forEach((key, value) -> {
            check(
                    field + "." + key,
                    LABEL_KEY.matcher(key).matches(),
                    "a label's key has 1 to 63 of a-z, 0-9, '.', '_', '/' and '-'");
            text(field + "." + key, value, 0, LONGEST_LABEL);
        });
        return this;
    }

    public Validation atMost(String field, int count, int most) {
        return check(field, count <= most, "there may be at most " + most);
    }

    public Validation range(String field, long value, long least, long most) {
        return check(field, value >= least && value <= most, "it must be between " + least + " and " + most);
    }

    public Validation duration(String field, Duration value, java.time.Duration least, java.time.Duration most) {
        var right = Durations.isValid(value)
                && Durations.compare(value, Durations.fromNanos(least.toNanos())) >= 0
                && Durations.compare(value, Durations.fromSeconds(most.toSeconds())) <= 0;
        return check(field, right, "it must be between " + words(least) + " and " + words(most));
    }

    /** The wait of a call that starts an operation. */
    public Validation wait(String field, Duration value) {
        var right =
                Durations.isValid(value) && !Durations.isNegative(value) && Durations.compare(value, LONGEST_WAIT) <= 0;
        return check(field, right, "it must be between 0 s and 60 s");
    }

    /** An update's mask: not empty, and of nothing but these fields of the resource. */
    public Validation mask(String field, FieldMask mask, Descriptor resource, Set<String> changeable) {
        check(field, mask.getPathsCount() > 0, "it must name the fields to change");
        for (var path : mask.getPathsList()) {
            var known = FieldMaskUtil.isValid(resource, path)
                    && (changeable.contains(path) || changeable.contains(path.split("\\.", 2)[0]));
            check(
                    field,
                    known,
                    "it names " + shortened(path) + ", which cannot be changed; these can: "
                            + String.join(", ", changeable.stream().sorted().toList()));
        }
        return this;
    }

    /** The id that this text is; to be used after it was checked. */
    public static UUID uuid(String text) {
        return UUID.fromString(text);
    }

    private static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }

    private static String words(java.time.Duration duration) {
        if (duration.toSeconds() % 86_400 == 0 && duration.toDays() > 0) {
            return duration.toDays() + " d";
        }
        return duration.toSeconds() + " s";
    }
}
