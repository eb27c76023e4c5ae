package io.graphkeep.server.monitoring.graphs;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.graph.GraphStandingMapper;
import io.graphkeep.server.catalog.graph.GraphStandingRow;
import io.graphkeep.server.monitoring.ComponentHealth;
import io.graphkeep.server.monitoring.Health;
import io.graphkeep.server.monitoring.Probe;
import io.graphkeep.server.monitoring.Verdict;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks at the backups of all graphs at once, and enters each as a component of its own.
 *
 * <p>Itself it is the component of all graphs: it says whether they could be looked at. Where they could not, each of them is
 * unknown, since what was seen last may not be so any more.
 */
public final class GraphLooks implements Probe {
    private final Database database;
    private final Health health;
    private final SourceLooks sources;
    private final String node;
    private final boolean schedules;
    private final Clock clock;

    /**
     * Looks at them from this node.
     *
     * @param isThere tells whether a source's path can be reached from here
     * @param schedules whether schedules are kept at all
     */
    public GraphLooks(
            Database database, Health health, Predicate<String> isThere, String node, boolean schedules, Clock clock) {
        this.schedules = schedules;
        this.database = database;
        this.health = health;
        this.sources = new SourceLooks(isThere);
        this.node = node;
        this.clock = clock;
    }

    /** The name of a graph's component. */
    public static String component(String graphId) {
        return ComponentHealth.GRAPH + graphId + "/backup";
    }

    @Override
    public synchronized Verdict look() {
        try {
            return lookAtAll();
        } catch (RuntimeException failure) {
            // Whatever it is, nothing is known of any graph now; the look itself says why.
            graphs().forEach(component -> health.report(
                    component,
                    Verdict.unknown(
                            "CHECK_FAILED", "It could not be looked at.", "See the other components, and the log.")));
            throw failure;
        }
    }

    private Verdict lookAtAll() {
        var now = OffsetDateTime.now(clock);
        var rows = database.read(
                transaction -> transaction.mapper(GraphStandingMapper.class).all(now));
        var missing = sources.missing(rows.stream()
                .filter(row -> node.equals(row.sourceNode()))
                .map(GraphStandingRow::sourcePath)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        var rule = new BackupRule(now, schedules);
        for (var row : rows) {
            health.report(component(row.id()), rule.judge(row, isThere(row, missing)));
        }
        var there = rows.stream().map(row -> component(row.id())).collect(Collectors.toSet());
        graphs().stream().filter(component -> !there.contains(component)).forEach(health::forget);
        return Verdict.healthy(rows.isEmpty() ? "There are no graphs yet." : "All graphs could be looked at.");
    }

    /** Of a source that lies on another node, what that node's server has told counts: nobody else sees it. */
    private boolean isThere(GraphStandingRow graph, Set<String> missing) {
        return node.equals(graph.sourceNode())
                ? !missing.contains(String.valueOf(graph.sourcePath()))
                : !graph.toldOffline();
    }

    private List<String> graphs() {
        return health.components().stream()
                .filter(component -> component.graph().isPresent())
                .map(ComponentHealth::component)
                .toList();
    }
}
