package io.graphkeep.server.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as an operator writes them: {@code 500ms}, {@code 30s}, {@code 1h30m}, {@code 7d}, or ISO {@code PT30S}. */
final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)\\s*");
    private static final Pattern ALL = Pattern.compile("(?:\\d{1,9}\\s*(?:ms|s|m|h|d)\\s*)+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:\\.\\d{1,6})?");

    private Durations() {}

    static Duration parse(String text) throws BadValueException {
        if (text.startsWith("P")) {
            return iso(text);
        }
        if (NUMBER.matcher(text).matches()) {
            throw new BadValueException("Say its unit: " + text + "s or " + text + "m or " + text + "h.");
        }
        if (!ALL.matcher(text).matches()) {
            throw new BadValueException();
        }
        var sum = Duration.ZERO;
        var parts = PART.matcher(text);
        while (parts.find()) {
            sum = sum.plus(unit(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1))));
        }
        return sum;
    }

    /** A bare number, whole or with a fraction, of units. */
    static Duration times(String text, Duration unit) throws BadValueException {
        if (!NUMBER.matcher(text).matches()) {
            throw new BadValueException();
        }
        var millis = new BigDecimal(text).multiply(BigDecimal.valueOf(unit.toMillis()));
        return Duration.ofMillis(millis.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** The shortest way to write it that is exact to the millisecond. */
    static String show(Duration duration) {
        var millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        var seconds = millis / 1000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 != 0 || seconds == 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    private static Duration iso(String text) throws BadValueException {
        try {
            return Duration.parse(text);
        } catch (DateTimeException unusable) {
            throw new BadValueException();
        }
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
