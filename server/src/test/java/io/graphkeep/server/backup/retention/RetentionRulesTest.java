package io.graphkeep.server.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.RetentionRule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");

    @Test
    void theNewestNStay() {
        var policy = RetentionPolicy.newBuilder().setKeepLast(2).build();

        assertThat(kept(policy, "2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z", "2026-03-02T00:00:00Z"))
                .containsExactly("2026-03-03T00:00:00Z", "2026-03-02T00:00:00Z");
    }

    @Test
    void theNewestOfEachOfTheLastDaysThatHaveSnapshotsStays() {
        var policy = RetentionPolicy.newBuilder().setKeepDaily(2).build();

        assertThat(kept(
                        policy,
                        "2026-03-30T23:59:59Z",
                        "2026-03-30T01:00:00Z",
                        "2026-03-10T05:00:00Z",
                        "2026-03-10T04:00:00Z",
                        "2026-03-09T04:00:00Z"))
                .containsExactly("2026-03-30T23:59:59Z", "2026-03-10T05:00:00Z");
    }

    @Test
    void weeksBeginOnMonday() {
        var policy = RetentionPolicy.newBuilder().setKeepWeekly(5).build();

        // A Monday, the Sunday before it, and the Monday before that.
        assertThat(kept(policy, "2026-03-30T00:00:00Z", "2026-03-29T23:59:59Z", "2026-03-23T00:00:00Z"))
                .containsExactly("2026-03-30T00:00:00Z", "2026-03-29T23:59:59Z");
    }

    @Test
    void monthsAndYearsBeginInTheGraphsTimeZone() {
        var policy = RetentionPolicy.newBuilder().setKeepYearly(2).build();
        var newYear = List.of("2026-01-01T04:00:00Z", "2025-06-01T00:00:00Z");

        assertThat(kept(policy, UTC, newYear)).hasSize(2);
        // It is still 2025 in New York.
        assertThat(kept(policy, ZoneId.of("America/New_York"), newYear)).containsExactly("2026-01-01T04:00:00Z");
    }

    @Test
    void anHourThatTheClocksRepeatIsOneHour() {
        var policy = RetentionPolicy.newBuilder().setKeepHourly(10).build();
        var berlin = ZoneId.of("Europe/Berlin");

        // 02:30 summer time, 02:15 winter time, 03:00 winter time.
        assertThat(kept(
                        policy,
                        berlin,
                        List.of("2025-10-26T00:30:00Z", "2025-10-26T01:15:00Z", "2025-10-26T02:00:00Z")))
                .containsExactly("2025-10-26T02:00:00Z", "2025-10-26T01:15:00Z");
    }

    @Test
    void daysAreTwentyFourHoursAndTheirEdgeStays() {
        var policy = RetentionPolicy.newBuilder().setKeepDays(30).build();

        assertThat(kept(policy, "2026-03-31T00:00:00Z", "2026-03-01T12:00:00Z", "2026-03-01T11:59:59Z"))
                .containsExactly("2026-03-31T00:00:00Z", "2026-03-01T12:00:00Z");
    }

    @Test
    void theNewestIntactSnapshotStaysWhateverTheRulesSay() {
        var policy = RetentionPolicy.newBuilder().setKeepDays(1).build();
        var old = candidate("2025-01-01T00:00:00Z", true);
        var newerAndDamaged = candidate("2025-02-01T00:00:00Z", false);

        var decisions = rules(policy, UTC).decide(List.of(old, newerAndDamaged), NOW);

        assertThat(decisions)
                .filteredOn(decision -> !decision.removes())
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.candidate()).isEqualTo(old);
                    assertThat(kept.keptBy()).containsExactly(RetentionRule.RETENTION_RULE_NEWEST_INTACT);
                });
    }

    @Test
    void whereNothingIsIntactTheNewestOfAllStays() {
        var policy = RetentionPolicy.newBuilder().setKeepDays(1).build();
        var older = candidate("2025-01-01T00:00:00Z", false);
        var newer = candidate("2025-02-01T00:00:00Z", false);

        assertThat(rules(policy, UTC).decide(List.of(older, newer), NOW))
                .filteredOn(decision -> !decision.removes())
                .singleElement()
                .satisfies(kept -> assertThat(kept.candidate()).isEqualTo(newer));
    }

    @Test
    void damagedSnapshotsPushNoIntactOneOut() {
        var policy = RetentionPolicy.newBuilder().setKeepLast(2).build();
        var intact = List.of(candidate("2026-01-01T00:00:00Z", true), candidate("2026-01-02T00:00:00Z", true));
        var damaged = List.of(candidate("2026-01-03T00:00:00Z", false), candidate("2026-01-04T00:00:00Z", false));
        var all = new ArrayList<>(intact);
        all.addAll(damaged);

        assertThat(rules(policy, UTC).decide(all, NOW)).noneMatch(Decision::removes);
    }

    @Test
    void holdsPinsAndTheProtectedPeriodKeepWhatNoRuleKeeps() {
        var policy = RetentionPolicy.newBuilder().setKeepLast(1).build();
        var at = Instant.parse("2026-01-01T00:00:00Z");
        var held = new Candidate(UUID.randomUUID(), at, at, true, true, false);
        var pinned = new Candidate(UUID.randomUUID(), at, at, true, false, true);
        var replicatedJustNow = new Candidate(UUID.randomUUID(), at, NOW.minusSeconds(60), true, false, false);
        var newest = candidate("2026-03-20T00:00:00Z", true);

        var decisions = new RetentionRules(policy, UTC, Duration.ofDays(7))
                .decide(List.of(held, pinned, replicatedJustNow, newest), NOW);

        assertThat(decisions).noneMatch(Decision::removes);
        assertThat(explanation(decisions, held)).isEqualTo("Kept by: held.");
        assertThat(explanation(decisions, pinned)).isEqualTo("Kept by: pinned.");
        assertThat(explanation(decisions, replicatedJustNow)).isEqualTo("Kept by: protected.");
        assertThat(explanation(decisions, newest)).isEqualTo("Kept by: last, newest intact.");
    }

    @Test
    void noRuleEndsWhatAnotherKeeps() {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (var round = 0; round < 200; round++) {
            var snapshots = randomSnapshots(random);
            var one = randomPolicy(random);
            var other = randomPolicy(random);
            var both = one.toBuilder().mergeFrom(other).build();
            var keptByBoth = keptOf(both, snapshots);

            // Fields that only one of them sets keep in the merged policy what they kept alone.
            assertThat(keptByBoth).containsAll(keptOf(other, snapshots));
            var alone = one.toBuilder();
            other.getAllFields().keySet().forEach(alone::clearField);
            assertThat(keptByBoth).containsAll(keptOf(alone.build(), snapshots));
        }
    }

    private static List<Candidate> randomSnapshots(Random random) {
        var snapshots = new ArrayList<Candidate>();
        for (var i = random.nextInt(60); i > 0; i--) {
            var at = NOW.minusSeconds(random.nextLong(500L * 86_400));
            snapshots.add(new Candidate(new UUID(random.nextLong(), i), at, at, random.nextInt(4) > 0, false, false));
        }
        return snapshots;
    }

    private static RetentionPolicy randomPolicy(Random random) {
        var policy = RetentionPolicy.newBuilder();
        for (var field : RetentionPolicy.getDescriptor().getFields()) {
            if (random.nextInt(3) == 0
                    && field.getName().matches("keep_(last|hourly|daily|weekly|monthly|yearly|days)")) {
                policy.setField(field, 1 + random.nextInt(12));
            }
        }
        return policy.build();
    }

    private static List<Candidate> keptOf(RetentionPolicy policy, List<Candidate> snapshots) {
        return rules(policy, UTC).decide(snapshots, NOW).stream()
                .filter(decision -> !decision.removes())
                .map(Decision::candidate)
                .toList();
    }

    private static String explanation(List<Decision> decisions, Candidate of) {
        return decisions.stream()
                .filter(decision -> decision.candidate().equals(of))
                .findFirst()
                .orElseThrow()
                .explanation();
    }

    private static List<String> kept(RetentionPolicy policy, String... cuts) {
        return kept(policy, UTC, Arrays.asList(cuts));
    }

    private static List<String> kept(RetentionPolicy policy, ZoneId zone, List<String> cuts) {
        return rules(policy, zone)
                .decide(cuts.stream().map(cut -> candidate(cut, true)).toList(), NOW)
                .stream()
                .filter(decision -> !decision.removes())
                .map(decision -> decision.candidate().cutAt().toString())
                .toList();
    }

    private static RetentionRules rules(RetentionPolicy policy, ZoneId zone) {
        return new RetentionRules(policy, zone, Duration.ZERO);
    }

    private static Candidate candidate(String cut, boolean intact) {
        var at = Instant.parse(cut);
        return new Candidate(UUID.randomUUID(), at, at, intact, false, false);
    }
}
