package io.graphkeep.server.monitoring;

import java.time.Instant;
import java.util.Optional;

/**
 * How one component stands.
 *
 * @param since since when it has been in this state for this reason
 * @param checked when it was last looked at
 */
public record ComponentHealth(String component, Verdict verdict, Instant since, Instant checked) {
    /** What the name of a graph's component begins with; the graph's id follows, and a slash. */
    public static final String GRAPH = "graph/";

    /** The component that sums up the snapshots of all graphs. */
    public static final String SNAPSHOTS = "snapshots";

    public HealthState state() {
        return verdict.state();
    }

    /** The graph that it is about; empty for a part of the server. */
    public Optional<String> graph() {
        return component.startsWith(GRAPH)
                ? Optional.of(component.substring(GRAPH.length(), component.indexOf('/', GRAPH.length())))
                : Optional.empty();
    }
}
