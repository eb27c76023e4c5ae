package io.graphkeep.server.monitoring;

/**
 * Looks at one component.
 *
 * <p>A look is bounded in time and changes nothing. What it throws is a state that cannot be told, hence UNKNOWN.
 */
@FunctionalInterface
public interface Probe {
    Verdict look();
}
