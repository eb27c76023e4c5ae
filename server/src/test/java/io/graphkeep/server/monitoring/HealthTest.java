package io.graphkeep.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Health health = new Health(Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void nothingAtAllIsUnknown() {
        assertThat(health.overall()).isEqualTo(HealthState.UNKNOWN);
    }

    @Test
    void whatWasNotLookedAtIsUnknownAndMakesTheWholeDegraded() {
        health.report("database", Verdict.healthy("It answers."));
        health.expect("store");

        assertThat(health.find("store").orElseThrow().state()).isEqualTo(HealthState.UNKNOWN);
        assertThat(health.overall()).isEqualTo(HealthState.DEGRADED);
    }

    @Test
    void theWorstComesFirstAndDecides() {
        health.report("a", Verdict.healthy("Fine."));
        health.report("b", Verdict.degraded("SLOW", "It is slow.", "Wait."));
        health.report("c", Verdict.critical("GONE", "It is gone.", "Bring it back."));

        assertThat(health.components()).extracting(ComponentHealth::component).containsExactly("c", "b", "a");
        assertThat(health.overall()).isEqualTo(HealthState.CRITICAL);
    }

    @Test
    void onlyAChangeIsNewsAndSinceTellsWhenItCame() {
        var news = new AtomicInteger();
        health.onChange(news::incrementAndGet);
        health.report("a", Verdict.degraded("SLOW", "It took 5 s.", "Wait."));
        var version = health.version();

        health.report("a", Verdict.degraded("SLOW", "It took 6 s.", "Wait."));

        assertThat(news).hasValue(1);
        assertThat(health.version()).isEqualTo(version);
        assertThat(health.find("a").orElseThrow().verdict().message()).isEqualTo("It took 6 s.");
        assertThat(health.find("a").orElseThrow().since()).isEqualTo(NOON);
    }

    @Test
    void aServerIsReadyOnceItServesAndWhatEveryCallNeedsIsThere() {
        var readiness = new Readiness(health, List.of("database"));
        assertThat(readiness.isReady()).isFalse();
        readiness.enter(Readiness.Phase.SERVING);
        assertThat(readiness.isReady()).as("before the database was looked at").isFalse();

        health.report("database", Verdict.healthy("It answers."));
        health.report("store", Verdict.critical("STORE_FULL", "It is full.", "Free space."));
        assertThat(readiness.isReady()).isTrue();
        assertThat(readiness.explain()).singleElement().asString().contains("STORE_FULL", "Free space.");

        health.report("database", Verdict.critical("DATABASE_UNREACHABLE", "It is away.", "Wait."));
        assertThat(readiness.isReady()).isFalse();
        assertThat(readiness.isServing()).isFalse();
    }

    @Test
    void aServerThatStartedWithoutAPartAnswersAndIsNotReady() {
        var readiness = new Readiness(health, List.of("database"));
        health.report("database", Verdict.healthy("It answers."));

        readiness.startedWithout();
        readiness.enter(Readiness.Phase.SERVING);

        assertThat(readiness.isServing()).isTrue();
        assertThat(readiness.isReady()).isFalse();
    }

    @Test
    void switchedOffChecksLeaveEverythingUnknown() {
        var metrics = new Metrics("test");
        try (var probes = new Probes(health, new HealthMetrics(metrics.registry(), health), false)) {
            probes.add("database", Duration.ofSeconds(1), () -> {
                throw new AssertionError("Nobody is to look");
            });
        }

        var database = health.find("database").orElseThrow();
        assertThat(database.state()).isEqualTo(HealthState.UNKNOWN);
        assertThat(database.verdict().reason()).isEqualTo("HEALTH_CHECK_OFF");
        metrics.close();
    }

    @Test
    void aLookThatCannotEvenBeginLeavesNothingHealthyAndTellsNoInsides() throws InterruptedException {
        var metrics = new Metrics("test");
        try (var probes = new Probes(health, new HealthMetrics(metrics.registry(), health), true)) {
            var looks = new AtomicInteger();
            probes.add("store", Duration.ofHours(1), () -> {
                if (looks.incrementAndGet() > 1) {
                    throw new NoClassDefFoundError("io/graphkeep/server/store/StoreRoom");
                }
                return Verdict.healthy("It answers.");
            });

            var store = probes.fresh(LONG).find("store").orElseThrow();

            assertThat(store.state()).isEqualTo(HealthState.UNKNOWN);
            assertThat(store.verdict().reason()).isEqualTo("CHECK_FAILED");
            assertThat(store.verdict().message()).doesNotContain("StoreRoom");
        }
        metrics.close();
    }

    @Test
    void whoAsksIsToldWhatIsSoNowAndNotWhatALookBeforeFound() throws InterruptedException {
        var metrics = new Metrics("test");
        try (var probes = new Probes(health, new HealthMetrics(metrics.registry(), health), true)) {
            var verdict = new AtomicReference<>(Verdict.healthy("No snapshot is known to be damaged."));
            probes.add("snapshots", Duration.ofHours(1), verdict::get);

            verdict.set(Verdict.degraded("SNAPSHOTS_CORRUPT", "One is.", "Repair it."));

            assertThat(probes.fresh(LONG).overall()).isEqualTo(HealthState.DEGRADED);
        }
        metrics.close();
    }

    @Test
    void whoAsksDuringALookWaitsForTheNextOne() throws InterruptedException {
        var first = new CountDownLatch(1);
        var looks = new AtomicInteger();
        var looking = new Looking("store", Duration.ofHours(1), () -> {
            if (looks.incrementAndGet() == 1) {
                hold(first);
            }
        });

        var begun = looking.anew();
        var asked = looking.anew();
        assertThat(looking.anew()).as("those who ask meanwhile share a look").isSameAs(asked);
        first.countDown();

        assertThat(begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(asked.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(looks).hasValue(2);
    }

    @Test
    void aLookThatHangsHoldsUpNobodyAndIsToldAsItWasLast() throws InterruptedException {
        var metrics = new Metrics("test");
        var end = new CountDownLatch(1);
        var looks = new AtomicInteger();
        try (var probes = new Probes(health, new HealthMetrics(metrics.registry(), health), true)) {
            probes.add("store", Duration.ofHours(1), () -> {
                if (looks.incrementAndGet() > 1) {
                    hold(end);
                }
                return Verdict.healthy("It answers.");
            });

            assertThat(probes.fresh(Duration.ofMillis(20)).overall()).isEqualTo(HealthState.HEALTHY);
        } finally {
            end.countDown();
        }
        metrics.close();
    }

    @Test
    void aCheckThatFailsMakesItsComponentUnknownAndIsCounted() {
        var metrics = new Metrics("test");
        try (var probes = new Probes(health, new HealthMetrics(metrics.registry(), health), true)) {
            probes.add("store", Duration.ofHours(1), () -> {
                throw new IllegalStateException("no such disk");
            });
        }

        assertThat(health.find("store").orElseThrow().state()).isEqualTo(HealthState.UNKNOWN);
        assertThat(metrics.text(Metrics.Format.PROMETHEUS))
                .contains("graphkeep_health_check_failures_total{component=\"store\"} 1.0")
                .contains("graphkeep_component_state{component=\"store\",state=\"UNKNOWN\"} 1.0")
                .contains("graphkeep_component_state{component=\"store\",state=\"HEALTHY\"} 0.0");
        metrics.close();
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
