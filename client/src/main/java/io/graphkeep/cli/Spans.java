package io.graphkeep.cli;

import com.google.protobuf.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Spans of time as people write them, in one unit: {@code 90s}, {@code 10m}, {@code 6h}, {@code 7d}. */
final class Spans implements ITypeConverter<Duration> {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);

    @Override
    public Duration convert(String text) {
        var span = SPAN.matcher(text.strip());
        if (!span.matches()) {
            throw new TypeConversionException("'" + text + "' is no span of time like 90s, 10m, 6h or 7d");
        }
        var seconds = Long.parseLong(span.group(1)) * SECONDS.getOrDefault(span.group(2), 1L);
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    /** The span as Java's clocks take it. */
    static java.time.Duration time(Duration span) {
        return java.time.Duration.ofSeconds(span.getSeconds());
    }

    /** The span in the largest unit that it is a whole number of. */
    static String words(Duration span) {
        var seconds = span.getSeconds();
        if (seconds % 86_400 == 0 && seconds > 86_400) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
