package io.graphkeep.server.backup.retention;

import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.RetentionRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The rules of one graph, applied to its snapshots: a snapshot stays as long as any one rule keeps it, and no rule ends what
 * another keeps.
 *
 * <p>Rules that count are applied twice, to all snapshots and to the intact ones alone, and what either keeps stays: a row of
 * damaged snapshots never pushes an intact one out of its place. The newest intact snapshot always stays, and where none is
 * intact the newest of all.
 */
public final class RetentionRules {
    private static final Comparator<Candidate> NEWEST_FIRST =
            Comparator.comparing(Candidate::cutAt).thenComparing(Candidate::id).reversed();

    private final RetentionPolicy policy;
    private final ZoneId zone;
    private final Duration protectedPeriod;

    /**
     * The rules of a graph.
     *
     * @param zone in which its hours, days, weeks, months and years begin
     * @param protectedPeriod how long after its creation a snapshot stays whatever the policy says
     */
    public RetentionRules(RetentionPolicy policy, ZoneId zone, Duration protectedPeriod) {
        this.policy = policy;
        this.zone = zone;
        this.protectedPeriod = protectedPeriod;
    }

    /** Decides on all snapshots of the graph, the newest first. */
    public List<Decision> decide(List<Candidate> snapshots, Instant now) {
        var ordered = snapshots.stream().sorted(NEWEST_FIRST).toList();
        var intact = ordered.stream().filter(Candidate::intact).toList();
        var kept = new KeptBy();
        counting(ordered, kept);
        counting(intact, kept);
        kept.where(
                RetentionRule.RETENTION_RULE_NEWEST_INTACT,
                (intact.isEmpty() ? ordered : intact).stream().limit(1).toList());
        for (var snapshot : ordered) {
            reasons(snapshot, now).forEach(rule -> kept.add(rule, snapshot));
        }
        return ordered.stream().map(each -> new Decision(each, kept.of(each))).toList();
    }

    private void counting(List<Candidate> newestFirst, KeptBy kept) {
        kept.where(
                RetentionRule.RETENTION_RULE_LAST,
                newestFirst.stream().limit(policy.getKeepLast()).toList());
        buckets().forEach((rule, bucket) -> kept.where(rule, newestOfEach(newestFirst, bucket)));
    }

    private Map<RetentionRule, Bucket> buckets() {
        var buckets = new EnumMap<RetentionRule, Bucket>(RetentionRule.class);
        buckets.put(
                RetentionRule.RETENTION_RULE_HOURLY,
                new Bucket(policy.getKeepHourly(), time -> time.truncatedTo(ChronoUnit.HOURS)));
        buckets.put(
                RetentionRule.RETENTION_RULE_DAILY,
                new Bucket(policy.getKeepDaily(), time -> time.truncatedTo(ChronoUnit.DAYS)));
        buckets.put(
                RetentionRule.RETENTION_RULE_WEEKLY,
                new Bucket(
                        policy.getKeepWeekly(),
                        time -> time.truncatedTo(ChronoUnit.DAYS)
                                .minusDays(time.getDayOfWeek().getValue() - 1L)));
        buckets.put(
                RetentionRule.RETENTION_RULE_MONTHLY,
                new Bucket(
                        policy.getKeepMonthly(),
                        time -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1)));
        buckets.put(
                RetentionRule.RETENTION_RULE_YEARLY,
                new Bucket(
                        policy.getKeepYearly(),
                        time -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1)));
        return buckets;
    }

    /** How many of the newest hours, days, … that have snapshots keep one, and when the one of a time began. */
    private record Bucket(int count, UnaryOperator<LocalDateTime> start) {}

    private List<Candidate> newestOfEach(List<Candidate> newestFirst, Bucket bucket) {
        var chosen = new ArrayList<Candidate>();
        LocalDateTime last = LocalDateTime.MAX;
        for (var snapshot : newestFirst) {
            if (chosen.size() >= bucket.count()) {
                break;
            }
            var start = bucket.start().apply(LocalDateTime.ofInstant(snapshot.cutAt(), zone));
            // Where the clocks go back, an hour comes again: it is one hour, and its newest snapshot came first here.
            if (start.isBefore(last)) {
                chosen.add(snapshot);
                last = start;
            }
        }
        return chosen;
    }

    private Set<RetentionRule> reasons(Candidate snapshot, Instant now) {
        var reasons = EnumSet.noneOf(RetentionRule.class);
        Predicate<Duration> isYounger = age -> !snapshot.cutAt().isBefore(now.minus(age));
        if (policy.getKeepAll()) {
            reasons.add(RetentionRule.RETENTION_RULE_ALL);
        }
        if (policy.hasKeepWithin() && isYounger.test(plain(policy.getKeepWithin()))) {
            reasons.add(RetentionRule.RETENTION_RULE_WITHIN);
        }
        if (policy.getKeepDays() > 0 && isYounger.test(Duration.ofDays(policy.getKeepDays()))) {
            reasons.add(RetentionRule.RETENTION_RULE_DAYS);
        }
        if (snapshot.createdAt().plus(protectedPeriod).isAfter(now)) {
            reasons.add(RetentionRule.RETENTION_RULE_PROTECTED);
        }
        if (snapshot.held()) {
            reasons.add(RetentionRule.RETENTION_RULE_HELD);
        }
        if (snapshot.pinned()) {
            reasons.add(RetentionRule.RETENTION_RULE_PINNED);
        }
        return reasons;
    }

    private static Duration plain(com.google.protobuf.Duration duration) {
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }
}
