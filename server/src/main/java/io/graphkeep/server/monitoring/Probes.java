package io.graphkeep.server.monitoring;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every component again and again, each look on a thread of its own, so that one that hangs hides no other and
 * becomes UNKNOWN itself.
 *
 * <p>Where health checks are switched off nothing is looked at, and every component says so.
 */
public final class Probes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Probes.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    private final Health health;
    private final HealthMetrics metrics;
    private final boolean on;
    private final Map<String, Looking> lookings = new ConcurrentHashMap<>();
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
        look(component, probe);
        lookings.put(component, new Looking(component, every, () -> look(component, probe)));
    }

    /** What was found, as it was last looked at. */
    public Health health() {
        return health;
    }

    /** Notes what was found out without a probe. */
    public void report(String component, Verdict verdict) {
        metrics.expect(component);
        health.report(component, verdict);
    }

    /**
     * Everything as it is now, looked at since this was called, so that no one who asks is told old news; what takes longer
     * to look at is told as it was last.
     */
    public Health fresh(Duration atMost) throws InterruptedException {
        var end = System.nanoTime() + atMost.toNanos();
        var looks = lookings.values().stream()
                .filter(looking -> !looking.hangs(atMost))
                .map(Looking::anew)
                .toList();
        for (var look : looks) {
            var _ = look.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return health;
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
                lookings.forEach(this::tick);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick(String component, Looking looking) {
        if (looking.hangs(LONGEST_LOOK)) {
            metrics.failed(component);
            health.report(
                    component,
                    Verdict.unknown(
                            "CHECK_HANGS",
                            "The check has not come back for " + LONGEST_LOOK.toSeconds() + " seconds.",
                            "See whether the disk or service behind it hangs."));
        }
        looking.tick();
    }

    /** Told when it begins: the next look that fails comes in seconds. */
    private void log(String component, Verdict verdict, Throwable failure) {
        if (health.find(component)
                .filter(before -> before.verdict().isLike(verdict))
                .isEmpty()) {
            log.warn("The check of {} failed, and nothing is known of it until one works", component, failure);
        }
    }

    private void look(String component, Probe probe) {
        Verdict verdict;
        try {
            verdict = probe.look();
        } catch (RuntimeException | Error failure) {
            // A look that fails, for whatever cause, says nothing of the component but that its state cannot be told.
            verdict = Verdict.unknown("CHECK_FAILED", "The check itself failed.", "See the server's log.");
            log(component, verdict, failure);
        }
        if (verdict.state() != HealthState.HEALTHY) {
            metrics.failed(component);
        }
        health.report(component, verdict);
    }
}
