package io.graphkeep.server.backup;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.backup.schedule.CronExpression;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.GraphkeepException.FieldViolation;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.CapturePolicy;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Quota;
import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.VerifyPolicy;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** One look at one policy, which gathers everything that is wrong with it. */
final class PolicyCheck {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration TEN_YEARS = Duration.ofDays(3650);
    private static final int MOST_KEPT = 100_000;
    private static final int MOST_SNAPSHOTS = 1_000_000;
    private static final int MOST_RETRIES = 20;
    private static final int MOST_LINKS = 32;

    private final String top;
    private final boolean pushed;
    private final List<FieldViolation> violations = new ArrayList<>();

    PolicyCheck(String top, boolean pushed) {
        this.top = top;
        this.pushed = pushed;
    }

    List<FieldViolation> check(GraphPolicy policy) {
        if (policy.hasRetention()) {
            retention(policy.getRetention());
        }
        if (policy.hasSchedule()) {
            schedule("schedule", policy.getSchedule());
            require(
                    "schedule",
                    !pushed || policy.getSchedule().hasNever(),
                    "a pushed graph is not captured by itself: only `never` is possible");
        }
        require(
                "time_zone",
                policy.getTimeZone().isEmpty() || ZoneId.getAvailableZoneIds().contains(policy.getTimeZone()),
                "it must be an IANA time zone such as Europe/Berlin");
        require(
                "protected_period",
                !policy.hasProtectedPeriod()
                        || GraphPolicies.isBetween(policy.getProtectedPeriod(), Duration.ZERO, TEN_YEARS),
                "it must be between 0 and 3650 days");
        require(
                "rpo_target",
                !policy.hasRpoTarget() || GraphPolicies.isBetween(policy.getRpoTarget(), MINUTE, YEAR),
                "it must be between 1 minute and 365 days");
        quota(policy.getQuota());
        capture(policy.getCapture());
        replication(policy);
        verify(policy.getVerify());
        return violations;
    }

    private void retention(RetentionPolicy rules) {
        var counts = List.of(
                rules.getKeepLast(),
                rules.getKeepHourly(),
                rules.getKeepDaily(),
                rules.getKeepWeekly(),
                rules.getKeepMonthly(),
                rules.getKeepYearly(),
                rules.getKeepDays());
        require(
                "retention",
                counts.stream().allMatch(count -> count >= 0 && count <= MOST_KEPT),
                "its counts must be between 0 and " + MOST_KEPT);
        require(
                "retention.keep_within",
                !rules.hasKeepWithin()
                        || GraphPolicies.isBetween(rules.getKeepWithin(), Duration.ZERO, Duration.ofDays(MOST_KEPT)),
                "it must be between 0 and " + MOST_KEPT + " days");
        var anyRule = counts.stream().anyMatch(count -> count != 0) || rules.hasKeepWithin();
        require(
                "retention",
                anyRule || rules.getKeepAll(),
                "at least one rule must be set; keep_all keeps every snapshot");
        require(
                "retention.keep_all",
                !(anyRule && rules.getKeepAll()),
                "the other rules must be 0 where every snapshot is kept");
    }

    private void schedule(String field, Schedule schedule) {
        switch (schedule.getTimingCase()) {
            case INTERVAL ->
                require(
                        field + ".interval",
                        GraphPolicies.isBetween(schedule.getInterval(), MINUTE, YEAR),
                        "it must be between 1 minute and 365 days");
            case CRON -> cron(field, schedule);
            case NEVER -> {}
            case TIMING_NOT_SET -> require(field, false, "one of interval, cron and never is required");
        }
        require(
                field + ".jitter",
                !schedule.hasJitter() || GraphPolicies.isBetween(schedule.getJitter(), Duration.ZERO, DAY),
                "it must be between 0 and 24 hours");
        require(
                field + ".jitter",
                !schedule.hasJitter()
                        || !schedule.hasInterval()
                        || Durations.compare(schedule.getJitter(), schedule.getInterval()) < 0,
                "it must be less than the interval");
    }

    private void cron(String field, Schedule schedule) {
        try {
            var cron = CronExpression.parse(schedule.getCron());
            require(
                    field + ".jitter",
                    !schedule.hasJitter()
                            || GraphPolicies.isBetween(
                                    schedule.getJitter(),
                                    Duration.ZERO,
                                    cron.shortestPause().minusMillis(1)),
                    "it must be less than the time between two runs");
        } catch (IllegalArgumentException e) {
            require(field + ".cron", false, String.valueOf(e.getMessage()));
        }
    }

    private void quota(Quota quota) {
        require(
                "quota.max_snapshots",
                quota.getMaxSnapshots() >= 0 && quota.getMaxSnapshots() <= MOST_SNAPSHOTS,
                "it must be between 0 and " + MOST_SNAPSHOTS);
        require("quota.max_logical_bytes", quota.getMaxLogicalBytes() >= 0, "it must not be negative");
        require("quota.max_stored_bytes", quota.getMaxStoredBytes() >= 0, "it must not be negative");
    }

    private void capture(CapturePolicy capture) {
        require(
                "capture.max_retries",
                capture.getMaxRetries() >= 0 && capture.getMaxRetries() <= MOST_RETRIES,
                "it must be between 0 and " + MOST_RETRIES);
        require("capture.read_bytes_per_second", capture.getReadBytesPerSecond() >= 0, "it must not be negative");
        hook("capture.quiesce_hook", capture.getQuiesceHook());
        hook("capture.resume_hook", capture.getResumeHook());
        if (capture.hasLightRag()) {
            throw notBuilt("capture.light_rag", "asking a running LightRAG");
        }
    }

    private void verify(VerifyPolicy verify) {
        if (verify.hasSchedule()) {
            schedule("verify.schedule", verify.getSchedule());
        }
        switch (verify.getLevel()) {
            case VERIFY_LEVEL_UNSPECIFIED, VERIFY_LEVEL_CATALOG, VERIFY_LEVEL_PRESENCE, VERIFY_LEVEL_CONTENT -> {}
            case VERIFY_LEVEL_SEMANTIC -> throw notBuilt("verify.level", "verification at SEMANTIC");
            case UNRECOGNIZED -> require("verify.level", false, "it is no level that is known here");
        }
    }

    private void hook(String field, String name) {
        require(field, name.isEmpty(), "the server's configuration has no hook of this name");
    }

    private void replication(GraphPolicy policy) {
        var replication = policy.getReplication();
        require("replication.links", replication.getLinksCount() <= MOST_LINKS, "there may be at most " + MOST_LINKS);
        require(
                "replication.none",
                !(replication.getNone() && replication.getLinksCount() > 0),
                "links must be empty where the graph is not replicated at all");
        if (replication.getLinksCount() > 0) {
            throw notBuilt("replication.links", "replication");
        }
    }

    private GraphkeepException notBuilt(String field, String what) {
        return new GraphkeepException(
                        Reason.NOT_IMPLEMENTED,
                        "The field " + top + "." + field + " asks for what is not built yet: " + what + ".")
                .with("field", top + "." + field);
    }

    private void require(String field, boolean right, String otherwise) {
        if (!right) {
            violations.add(new FieldViolation(top + "." + field, otherwise));
        }
    }
}
