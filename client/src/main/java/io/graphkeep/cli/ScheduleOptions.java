package io.graphkeep.cli;

import com.google.protobuf.Duration;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.ScheduleNever;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say when a graph is captured by itself. */
final class ScheduleOptions {
    @ArgGroup
    @Nullable
    Timing timing;

    @Option(
            names = "--jitter",
            paramLabel = "TIME",
            converter = Spans.class,
            description = "Delay each capture by a random time of less than this, such as 10m.")
    @Nullable
    Duration jitter;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Whose hours and days the schedule and the rules of retention mean, such as Europe/Berlin.")
    @Nullable
    String zone;

    @ArgGroup
    @Nullable
    Standing standing;

    static final class Standing {
        @Option(
                names = "--pause",
                description = "Stop its schedule for now, without losing it; captures by hand go on.")
        boolean pause;

        @Option(names = "--resume", description = "Let its schedule go on; what was missed is not made up for.")
        boolean resume;
    }

    static final class Timing {
        @Option(
                names = "--every",
                paramLabel = "TIME",
                converter = Spans.class,
                description = "Capture it every so often, such as 6h (default: the server's interval, 24h).")
        @Nullable
        Duration every;

        @Option(
                names = "--cron",
                paramLabel = "EXPRESSION",
                description = "Capture it at these times: minute hour day month weekday, such as '30 2 * * *'.")
        @Nullable
        String cron;

        @Option(names = "--no-schedule", description = "Do not capture it by itself.")
        boolean never;
    }

    /** The paths of a graph's fields that these options set. */
    List<String> paths() {
        var paths = new ArrayList<String>();
        if (namesSchedule()) {
            paths.add("policy.schedule");
        }
        if (zone != null) {
            paths.add("policy.time_zone");
        }
        return List.copyOf(paths);
    }

    /** What these options make of the policy that there is; nothing but the fields of {@link #paths}. */
    GraphPolicy policy(GraphPolicy present) {
        var policy = GraphPolicy.newBuilder();
        if (namesSchedule()) {
            policy.setSchedule(schedule(present));
        }
        if (zone != null) {
            policy.setTimeZone(zone);
        }
        return policy.build();
    }

    private boolean namesSchedule() {
        return timing != null || jitter != null || standing != null;
    }

    private Schedule schedule(GraphPolicy present) {
        var schedule = timing == null ? present.getSchedule().toBuilder() : timed(timing, present.getSchedule());
        if (timing == null && !present.hasSchedule()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--jitter, --pause and --resume need a schedule of the graph's own.",
                    "Say which with --every or --cron; --no-schedule and --default-schedule stop and start the"
                            + " server's.");
        }
        if (jitter != null) {
            schedule.setJitter(jitter);
        }
        if (standing != null) {
            schedule.setPaused(standing.pause);
        }
        return schedule.build();
    }

    private static Schedule.Builder timed(Timing timing, Schedule present) {
        var schedule = Schedule.newBuilder();
        if (timing.never) {
            return schedule.setNever(ScheduleNever.getDefaultInstance());
        }
        schedule.setPaused(present.getPaused());
        if (present.hasJitter()) {
            schedule.setJitter(present.getJitter());
        }
        if (timing.cron != null) {
            return schedule.setCron(timing.cron);
        }
        return timing.every == null ? schedule : schedule.setInterval(timing.every);
    }

    /** A schedule as a person reads it: {@code every 6h, up to 10m later}. */
    static String words(GraphPolicy policy, boolean directory) {
        return words(policy.getSchedule(), policy.getTimeZone(), directory ? "the server's interval" : "none");
    }

    static String words(Schedule schedule, String timeZone, String unset) {
        var zone = timeZone.isEmpty() ? "" : " (" + timeZone + ")";
        var words = switch (schedule.getTimingCase()) {
            case INTERVAL -> "every " + Spans.words(schedule.getInterval());
            case CRON -> "cron '" + schedule.getCron() + "'" + zone;
            case NEVER -> "none";
            case TIMING_NOT_SET -> unset;
        };
        var later = schedule.hasJitter() ? ", up to " + Spans.words(schedule.getJitter()) + " later" : "";
        return words + later + (schedule.getPaused() ? ", paused" : "");
    }
}
