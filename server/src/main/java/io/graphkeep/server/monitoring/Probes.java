package io.graphkeep.server.monitoring;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at every component again and again, each look on a thread of its own, so that one that hangs hides no other and
 * becomes UNKNOWN itself.
 *
 * <p>Where health checks are switched off nothing is looked at, and every component says so.
 */
public final class Probes implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    private final Health health;
    private final HealthMetrics metrics;
    private final boolean on;
    private final Map<String, Schedule> schedules = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public Probes(Health health, HealthMetrics metrics, boolean on) {
        this.health = health;
        this.metrics = metrics;
        this.on = on;
    }

    /** Looks at the component now, before this returns, and then every so often. */
    public void add(String component, Duration every, Probe probe) {
        metrics.expect(component);
        if (!on) {
            report(
                    component,
                    Verdict.unknown(
                            "HEALTH_CHECK_OFF",
                            "Health checks are switched off.",
                            "Set GRAPHKEEP_HEALTH_CHECK_ENABLED=true and restart the server."));
            return;
        }
        var schedule = new Schedule(component, every, probe);
        schedule.look();
        schedules.put(component, schedule);
    }

    /** Notes what was found out without a probe. */
    public void report(String component, Verdict verdict) {
        metrics.expect(component);
        health.report(component, verdict);
    }

    public void start() {
        Thread.ofPlatform().name("health").daemon().start(this::ticks);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void ticks() {
        try {
            while (!closed.await(TICK.toNanos(), TimeUnit.NANOSECONDS)) {
                schedules.values().forEach(Schedule::tick);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** When one component is looked at; its ticks come from one thread. */
    private final class Schedule {
        private final String component;
        private final Duration every;
        private final Probe probe;
        private volatile boolean looking;
        private long begun;

        Schedule(String component, Duration every, Probe probe) {
            this.component = component;
            this.every = every;
            this.probe = probe;
            this.begun = System.nanoTime();
        }

        void tick() {
            var age = System.nanoTime() - begun;
            if (looking && age > LONGEST_LOOK.toNanos()) {
                metrics.failed(component);
                health.report(
                        component,
                        Verdict.unknown(
                                "CHECK_HANGS",
                                "The check has not come back for " + LONGEST_LOOK.toSeconds() + " seconds.",
                                "See whether the disk or service behind it hangs."));
            }
            if (!looking && age > every.toNanos()) {
                begun = System.nanoTime();
                looking = true;
                Thread.ofVirtual().name("health-" + component).start(() -> {
                    look();
                    looking = false;
                });
            }
        }

        void look() {
            Verdict verdict;
            try {
                verdict = probe.look();
            } catch (RuntimeException failure) {
                // A look that fails says nothing of the component but that its state cannot be told.
                verdict = Verdict.unknown(
                        "CHECK_FAILED", "The check failed: " + failure.getMessage(), "See the server's log.");
            }
            if (verdict.state() != HealthState.HEALTHY) {
                metrics.failed(component);
            }
            health.report(component, verdict);
        }
    }
}
