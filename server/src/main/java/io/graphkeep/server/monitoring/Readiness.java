package io.graphkeep.server.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether this server should be given work: it has started with all of its parts, is not ending, and what every call needs
 * is there.
 *
 * <p>A component that is not well, and that only some calls need, does not make the server unready: those calls say so.
 */
public final class Readiness {
    /** Where the server is in its life. */
    public enum Phase {
        STARTING,
        SERVING,
        STOPPING
    }

    private final Health health;
    private final List<String> needed;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);
    private volatile boolean wanting;

    /** {@code needed} are the components that no call can do without. */
    public Readiness(Health health, List<String> needed) {
        this.health = health;
        this.needed = List.copyOf(needed);
    }

    public void enter(Phase next) {
        phase.set(next);
    }

    /** A part could not start: the server answers for the others, and is not ready until it starts with all. */
    public void startedWithout() {
        wanting = true;
    }

    public boolean isReady() {
        return isServing() && !wanting;
    }

    /** Whether calls are answered at all: also where a part of the server could not start, which says so itself. */
    public boolean isServing() {
        return phase.get() == Phase.SERVING && needed.stream().noneMatch(this::isMissing);
    }

    /** What is missing or not as it should be, a sentence each; empty where all is well. */
    public List<String> explain() {
        var sentences = new ArrayList<String>();
        switch (phase.get()) {
            case STARTING -> sentences.add("The server is still starting.");
            case SERVING -> {}
            case STOPPING -> sentences.add("The server is stopping.");
        }
        for (var component : health.components()) {
            if (component.state() != HealthState.HEALTHY) {
                var verdict = component.verdict();
                sentences.add(component.component() + " is " + component.state() + " (" + verdict.reason() + "): "
                        + verdict.message() + " " + verdict.advice());
            }
        }
        return sentences;
    }

    private boolean isMissing(String component) {
        return health.find(component)
                .map(found -> found.state() == HealthState.CRITICAL)
                .orElse(true);
    }
}
