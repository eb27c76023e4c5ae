package io.graphkeep.server.backup.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * A cron expression: five fields, or one of five names, that single out minutes of a calendar.
 *
 * <p>It knows local times only, and no zone: what the clocks do to them is {@link LocalTimes}' law. The library that reads
 * it leaves out what a change of the clocks skips and repeats what it repeats, so it is asked about UTC alone.
 */
public final class CronExpression {
    /** The longest expression that is looked at. */
    public static final int LONGEST = 128;

    private static final int RUNS_LOOKED_AT = 400;
    private static final LocalDateTime LOOKED_AT_FROM = LocalDateTime.of(2028, 1, 1, 0, 0);
    private static final Map<String, String> NAMES = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@weekly", "0 0 * * 1",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *");

    private final ExecutionTime times;

    private CronExpression(ExecutionTime times) {
        this.times = times;
    }

    /** Reads one; an {@link IllegalArgumentException} says in a sentence why it is none. */
    public static CronExpression parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("it must have at most " + LONGEST + " characters");
        }
        var fields = NAMES.getOrDefault(text.strip(), text);
        if (fields.startsWith("@")) {
            throw new IllegalArgumentException("of names there are @hourly, @daily, @weekly, @monthly and @yearly");
        }
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        var read = new CronExpression(ExecutionTime.forCron(cron(parser, fields)));
        if (read.next(LOOKED_AT_FROM).isEmpty()) {
            throw new IllegalArgumentException("it names a day that never comes");
        }
        return read;
    }

    /** The first minute after this one that it names. */
    Optional<LocalDateTime> next(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    /** The shortest time between two of its runs, as far as some hundreds of them tell. */
    public Duration shortestPause() {
        var shortest = Duration.ofDays(3660);
        var run = next(LOOKED_AT_FROM);
        for (var i = 0; i < RUNS_LOOKED_AT && run.isPresent(); i++) {
            var following = next(run.get());
            if (following.isPresent()) {
                var pause = Duration.between(run.get(), following.get());
                shortest = pause.compareTo(shortest) < 0 ? pause : shortest;
            }
            run = following;
        }
        return shortest;
    }

    private static com.cronutils.model.Cron cron(CronParser parser, String fields) {
        try {
            return parser.parse(fields).validate();
        } catch (IllegalArgumentException e) {
            var why = String.valueOf(e.getMessage()).replace("Failed to parse cron expression. ", "");
            throw new IllegalArgumentException(
                    "it must have five fields, minute hour day-of-month month day-of-week, of `*`, numbers, names,"
                            + " lists, ranges and steps (" + why + ")",
                    e);
        }
    }
}
