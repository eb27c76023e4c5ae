package io.graphkeep.cli;

import com.google.protobuf.Duration;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which snapshots of a graph are kept: each one is a rule, and a snapshot stays while any keeps it. */
final class KeepOptions {
    private static final String PREFIX = "keep_";
    private static final long SECONDS_OF_A_DAY = 86_400;
    private static final String REPLACES = " An update replaces all rules.";

    @Option(names = "--keep-last", paramLabel = "N", description = "Keep the newest N snapshots." + REPLACES)
    int last;

    @Option(
            names = "--keep-hourly",
            paramLabel = "N",
            description = "Keep the newest of each of the last N hours." + REPLACES)
    int hourly;

    @Option(
            names = "--keep-daily",
            paramLabel = "N",
            description = "Keep the newest of each of the last N days." + REPLACES)
    int daily;

    @Option(
            names = "--keep-weekly",
            paramLabel = "N",
            description = "Keep the newest of each of the last N weeks." + REPLACES)
    int weekly;

    @Option(
            names = "--keep-monthly",
            paramLabel = "N",
            description = "Keep the newest of each of the last N months." + REPLACES)
    int monthly;

    @Option(
            names = "--keep-yearly",
            paramLabel = "N",
            description = "Keep the newest of each of the last N years." + REPLACES)
    int yearly;

    @Option(names = "--keep-days", paramLabel = "N", description = "Keep all snapshots of the last N days." + REPLACES)
    int days;

    @Option(
            names = "--keep-within",
            paramLabel = "TIME",
            converter = Spans.class,
            description = "Keep all snapshots that are not older than this, such as 36h." + REPLACES)
    @Nullable
    Duration within;

    @Option(names = "--keep-all", description = "Keep every snapshot." + REPLACES)
    boolean all;

    @Option(
            names = "--protected-days",
            paramLabel = "N",
            description =
                    "Days after its creation in which nothing removes a snapshot. Less than before takes an admin.")
    @Nullable
    Integer protectedDays;

    /** The paths of a graph's fields that these options set. */
    List<String> paths() {
        var paths = new ArrayList<String>();
        if (hasRules()) {
            paths.add("policy.retention");
        }
        if (protectedDays != null) {
            paths.add("policy.protected_period");
        }
        return List.copyOf(paths);
    }

    GraphPolicy policy() {
        var policy = GraphPolicy.newBuilder();
        if (hasRules()) {
            policy.setRetention(rules());
        }
        if (protectedDays != null) {
            policy.setProtectedPeriod(Duration.newBuilder().setSeconds(protectedDays * SECONDS_OF_A_DAY));
        }
        return policy.build();
    }

    /** A policy as a person reads it: {@code last 3, daily 7, each at least 7d}. */
    static String words(GraphPolicy policy) {
        var rules = policy.hasRetention() ? words(policy.getRetention()) : "the server's days";
        return rules + ", " + protection(policy);
    }

    private static String protection(GraphPolicy policy) {
        if (!policy.hasProtectedPeriod()) {
            return "each at least the server's protected days";
        }
        return policy.getProtectedPeriod().getSeconds() == 0
                ? "none of them protected"
                : "each at least " + Spans.words(policy.getProtectedPeriod());
    }

    /** Rules alone: {@code last 3, daily 7}. */
    static String words(RetentionPolicy rules) {
        var words = new ArrayList<String>();
        rules.getAllFields().forEach((field, value) -> {
            var name = field.getName().substring(PREFIX.length()).replace('_', ' ');
            var amount = value instanceof Duration within ? Spans.words(within) : String.valueOf(value);
            words.add(value instanceof Boolean ? name : name + " " + amount);
        });
        return String.join(", ", words);
    }

    private boolean hasRules() {
        return !rules().equals(RetentionPolicy.getDefaultInstance());
    }

    private RetentionPolicy rules() {
        var rules = RetentionPolicy.newBuilder()
                .setKeepLast(last)
                .setKeepHourly(hourly)
                .setKeepDaily(daily)
                .setKeepWeekly(weekly)
                .setKeepMonthly(monthly)
                .setKeepYearly(yearly)
                .setKeepDays(days)
                .setKeepAll(all);
        return within == null ? rules.build() : rules.setKeepWithin(within).build();
    }
}
