package io.graphkeep.cli;

import com.google.protobuf.Duration;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.ScheduleNever;
import io.graphkeep.v1.VerifyLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say when a graph's newest snapshot is verified by itself. */
final class VerifyOptions {
    @ArgGroup
    @Nullable
    Timing timing;

    @Option(
            names = "--verify-jitter",
            paramLabel = "TIME",
            converter = Spans.class,
            description = "Delay each verification by a random time of less than this, such as 10m.")
    @Nullable
    Duration jitter;

    @Option(
            names = "--verify-level",
            paramLabel = "LEVEL",
            description = "How deep it is verified by itself, one of: ${COMPLETION-CANDIDATES} (default: content).")
    VerifyCommand.@Nullable Level level;

    static final class Timing {
        @Option(
                names = "--verify-every",
                paramLabel = "TIME",
                converter = Spans.class,
                description = "Verify its newest snapshot every so often, such as 7d.")
        @Nullable
        Duration every;

        @Option(
                names = "--verify-cron",
                paramLabel = "EXPRESSION",
                description = "Verify its newest snapshot at these times, such as '0 4 * * 7'.")
        @Nullable
        String cron;

        @Option(
                names = "--no-verify",
                description =
                        "Do not verify its snapshots by themselves; the server still reads all of its store in turn.")
        boolean never;
    }

    /** The paths of a graph's fields that these options set. */
    List<String> paths() {
        return timing == null && jitter == null && level == null ? List.of() : List.of("policy.verify");
    }

    /** What these options make of the policy that there is; nothing but the fields of {@link #paths}. */
    GraphPolicy policy(GraphPolicy present) {
        if (paths().isEmpty()) {
            return GraphPolicy.getDefaultInstance();
        }
        var verify = present.getVerify().toBuilder();
        if (timing != null) {
            verify.setSchedule(timed(timing, present.getVerify().getSchedule()));
        }
        if (!verify.hasSchedule()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--verify-level and --verify-jitter need a schedule of verifications.",
                    "Say when with --verify-every or --verify-cron.");
        }
        if (jitter != null) {
            verify.getScheduleBuilder().setJitter(jitter);
        }
        if (level != null) {
            verify.setLevel(level.inRequest());
        }
        return GraphPolicy.newBuilder().setVerify(verify).build();
    }

    private static Schedule.Builder timed(Timing timing, Schedule present) {
        var schedule = Schedule.newBuilder();
        if (timing.never) {
            return schedule.setNever(ScheduleNever.getDefaultInstance());
        }
        if (present.hasJitter()) {
            schedule.setJitter(present.getJitter());
        }
        if (timing.cron != null) {
            return schedule.setCron(timing.cron);
        }
        return timing.every == null ? schedule : schedule.setInterval(timing.every);
    }

    /** A policy as a person reads it: {@code at content, every 7d}. */
    static String words(GraphPolicy policy) {
        var verify = policy.getVerify();
        if (!verify.hasSchedule() || verify.getSchedule().hasNever()) {
            return "no schedule";
        }
        var level = verify.getLevel() == VerifyLevel.VERIFY_LEVEL_UNSPECIFIED
                ? VerifyLevel.VERIFY_LEVEL_CONTENT
                : verify.getLevel();
        return "at " + Human.word("VERIFY_LEVEL_", level) + ", "
                + ScheduleOptions.words(verify.getSchedule(), policy.getTimeZone(), "no schedule");
    }
}
