package io.graphkeep.server.monitoring.graphs;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.usage.GraphSumsRow;
import io.graphkeep.server.catalog.usage.UsageMapper;
import io.graphkeep.server.monitoring.ComponentHealth;
import io.graphkeep.server.monitoring.Health;
import io.graphkeep.server.monitoring.HealthState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * What the snapshots of each graph add up to, as figures: read anew every so often, by one query for all graphs.
 *
 * <p>A scrape tells what was read last and asks nobody. Only so many graphs have figures of their own, the first by id, so that
 * labels stay bounded.
 */
public final class GraphFigures {
    private static final int MOST_GRAPHS = 1_000;

    private final Database database;
    private final Health health;
    private final AtomicLong graphs = new AtomicLong();
    private final MultiGauge snapshots;
    private final MultiGauge corrupt;
    private final MultiGauge bytes;
    private final MultiGauge newestCut;
    private final MultiGauge states;

    public GraphFigures(Database database, Health health, MeterRegistry registry) {
        this.database = database;
        this.health = health;
        Gauge.builder("graphkeep.graphs", graphs, AtomicLong::get)
                .description("Graphs of the instance; figures of their own have the first thousand by id.")
                .register(registry);
        snapshots = gauge(registry, "graphkeep.backup.snapshots.kept", "Snapshots of the graph that there are.");
        corrupt = gauge(
                registry,
                "graphkeep.backup.snapshots.corrupt",
                "Those of them that need damaged data and are CORRUPT.");
        bytes = MultiGauge.builder("graphkeep.backup.size.bytes")
                .description("Bytes of the graph's snapshots, each as its files have them.")
                .register(registry);
        newestCut = gauge(
                registry,
                "graphkeep.backup.newest.cut.timestamp.seconds",
                "When the graph's newest whole snapshot was cut; 0 where there is none.");
        states = gauge(
                registry,
                "graphkeep.graph.state",
                "1 for the state that the graph's backups are in, 0 for the others.");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** To be called every so often. */
    public void read() {
        var all = database.read(
                transaction -> transaction.mapper(UsageMapper.class).graphs(null, null, null));
        graphs.set(all.size());
        var rows = all.stream()
                .sorted(Comparator.comparing(GraphSumsRow::graphId))
                .limit(MOST_GRAPHS)
                .toList();
        register(snapshots, rows, GraphSumsRow::snapshots);
        register(corrupt, rows, GraphSumsRow::corrupt);
        register(bytes, rows, GraphSumsRow::logicalBytes);
        register(newestCut, rows, GraphFigures::newestCut);
        states.register(rows.stream().flatMap(row -> states(row).stream()).toList(), true);
    }

    private static void register(MultiGauge gauge, List<GraphSumsRow> rows, ToDoubleFunction<GraphSumsRow> value) {
        gauge.register(
                rows.stream()
                        .map(row -> MultiGauge.Row.of(
                                Tags.of("graph", row.graphId()), row, seen -> value.applyAsDouble(seen)))
                        .toList(),
                true);
    }

    /** These need no query: they tell what was looked at last, at the moment of the scrape. */
    private List<MultiGauge.Row<?>> states(GraphSumsRow row) {
        var component = GraphLooks.component(row.graphId());
        return Arrays.stream(HealthState.values())
                .<MultiGauge.Row<?>>map(state -> MultiGauge.Row.of(
                        Tags.of("graph", row.graphId(), "state", state.name()),
                        health,
                        register -> isIn(register, component, state)))
                .toList();
    }

    private static double isIn(Health health, String component, HealthState state) {
        var now = health.find(component).map(ComponentHealth::state).orElse(HealthState.UNKNOWN);
        return now == state ? 1 : 0;
    }

    private static double newestCut(GraphSumsRow row) {
        var cut = row.newestCut();
        return cut == null ? 0 : cut.toInstant().toEpochMilli() / 1_000.0;
    }
}
