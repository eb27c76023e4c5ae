package io.graphkeep.server.monitoring;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

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
            version++;
            var now = clock.instant();
            return new ComponentHealth(
                    name, Verdict.unknown("NOT_CHECKED", "It has not been looked at yet.", "Wait a moment."), now, now);
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
        version++;
        return true;
    }

    /** Drops a component that is no more, such as a deleted graph. */
    public synchronized void forget(String component) {
        if (components.remove(component) != null) {
            version++;
        }
    }

    public synchronized Optional<ComponentHealth> find(String component) {
        return Optional.ofNullable(components.get(component));
    }

    /** Every component, the worst first. */
    public synchronized List<ComponentHealth> components() {
        return components.values().stream().sorted(WORST_FIRST).toList();
    }

    /** The worst state of all; UNKNOWN counts as DEGRADED, and nothing at all is UNKNOWN. */
    public synchronized HealthState overall() {
        return components.values().stream()
                .map(ComponentHealth::state)
                .max(Comparator.comparingInt(HealthState::rank))
                .map(worst -> worst == HealthState.UNKNOWN ? HealthState.DEGRADED : worst)
                .orElse(HealthState.UNKNOWN);
    }

    public synchronized long version() {
        return version;
    }

    public Instant now() {
        return clock.instant();
    }
}
