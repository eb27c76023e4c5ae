package io.graphkeep.server.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The register of all components and how each was last seen to stand.
 *
 * <p>A component is UNKNOWN from the moment it is named until someone has looked at it. {@link #version} grows with every
 * change of a state or a reason, and not with looks that found the same.
 */
public final class Health {
    private static final Comparator<ComponentHealth> WORST_FIRST = Comparator.<ComponentHealth>comparingInt(
                    component -> -component.state().rank())
            .thenComparing(ComponentHealth::component);

    /** The reason of a component that nobody has looked at yet. */
    static final String NOT_CHECKED = "NOT_CHECKED";

    private final Clock clock;
    private final TreeMap<String, ComponentHealth> components = new TreeMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long version;

    public Health(Clock clock) {
        this.clock = clock;
    }

    /** Names a component, so that it shows before it was ever looked at. */
    public synchronized void expect(String component) {
        components.computeIfAbsent(component, name -> {
            changed();
            var now = clock.instant();
            return new ComponentHealth(
                    name, Verdict.unknown(NOT_CHECKED, "It has not been looked at yet.", "Wait a moment."), now, now);
        });
    }

    /** Has this run after each change of a component's state or reason, in the thread that reports it. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Notes what a look at a component brought. */
    public void report(String component, Verdict verdict) {
        if (note(component, verdict)) {
            listeners.forEach(Runnable::run);
        }
    }

    private synchronized boolean note(String component, Verdict verdict) {
        var now = clock.instant();
        var before = components.get(component);
        if (before != null && before.verdict().isLike(verdict)) {
            components.put(component, new ComponentHealth(component, verdict, before.since(), now));
            return false;
        }
        components.put(component, new ComponentHealth(component, verdict, now, now));
        changed();
        return true;
    }

    /** Drops a component that is no more, such as a deleted graph. */
    public void forget(String component) {
        if (drop(component)) {
            listeners.forEach(Runnable::run);
        }
    }

    private synchronized boolean drop(String component) {
        if (components.remove(component) == null) {
            return false;
        }
        changed();
        return true;
    }

    private synchronized void changed() {
        version++;
        notifyAll();
    }

    public synchronized Optional<ComponentHealth> find(String component) {
        return Optional.ofNullable(components.get(component));
    }

    /** Every component, the worst first. */
    public List<ComponentHealth> components() {
        return view(component -> true).components();
    }

    /** The components that somebody may see or asks for, as they are now. */
    public synchronized HealthView view(Predicate<ComponentHealth> which) {
        return new HealthView(
                components.values().stream().filter(which).sorted(WORST_FIRST).toList(), version);
    }

    /** The worst state of all; UNKNOWN counts as DEGRADED, and nothing at all is UNKNOWN. */
    public HealthState overall() {
        return view(component -> true).overall();
    }

    /** Waits until the version is another than this, or for the time. */
    public synchronized void awaitChange(long seen, Duration atMost) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        for (var left = atMost.toNanos(); version == seen && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    public synchronized long version() {
        return version;
    }

    public Instant now() {
        return clock.instant();
    }
}
