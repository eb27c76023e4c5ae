package io.graphkeep.server.monitoring;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.health.ToldHealthMapper;
import io.graphkeep.server.catalog.health.ToldHealthRow;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the event log how components stand, when that is another than what it was told last.
 *
 * <p>A change is told once, whichever servers see it; of a component that goes to and fro one change a minute is told, and what it
 * comes to in the end. Compares with what was told, not with what was seen before: nothing is lost over a restart or while the
 * catalog is away, and nothing that is told here is ever seen as a change.
 */
public final class HealthTelling {
    private static final Duration REST = Duration.ofMinutes(1);

    private final Database database;
    private final Health health;
    private final EventLog events;
    private final String node;
    private final Clock clock;
    private long told = -1;

    public HealthTelling(Database database, Health health, EventLog events, String node, Clock clock) {
        this.database = database;
        this.health = health;
        this.events = events;
        this.node = node;
        this.clock = clock;
    }

    /** To be called every few seconds, by one thread at a time. */
    public void tell() {
        var view = health.view(component -> true);
        if (view.version() == told) {
            return;
        }
        var before = database
                .read(transaction -> transaction.mapper(ToldHealthMapper.class).ofNode(node))
                .stream()
                .collect(Collectors.toMap(ToldHealthRow::component, row -> row));
        var left = 0;
        for (var component : view.components()) {
            var known = before.remove(component.component());
            if (isWorthTelling(component) && !isSame(component, known) && !tell(component, known == null)) {
                left++;
            }
        }
        before.values().forEach(this::forget);
        told = left == 0 ? view.version() : -1;
    }

    /** False where telling of this component rests. */
    private boolean tell(ComponentHealth component, boolean isFirst) {
        var now = OffsetDateTime.now(clock);
        var row = new ToldHealthRow(
                component.component(),
                nodeOf(component),
                component.state().name(),
                component.verdict().reason(),
                now);
        return database.inTransaction(transaction -> {
            var entered = transaction.mapper(ToldHealthMapper.class).put(row, now.minus(REST)) == 1;
            // That something is well from the first is no change.
            if (entered && !(isFirst && component.state() == HealthState.HEALTHY)) {
                events.append(transaction, event(component));
            }
            return entered;
        });
    }

    private void forget(ToldHealthRow row) {
        // A part of the server that was not looked at yet is not gone.
        if (row.node().isEmpty()) {
            database.inTransaction(
                    transaction -> transaction.mapper(ToldHealthMapper.class).forget(row.component(), row.node()));
        }
    }

    private Event event(ComponentHealth component) {
        var verdict = component.verdict();
        var event = Event.of(
                        EventKind.HEALTH_CHANGED,
                        "server",
                        component.component() + " is " + component.state() + ": " + verdict.message())
                .severity(severity(component.state()));
        for (var detail : Map.of(
                        "component", component.component(),
                        "state", component.state().name(),
                        "reason", verdict.reason(),
                        "node", nodeOf(component))
                .entrySet()) {
            event = detail.getValue().isEmpty() ? event : event.detail(detail.getKey(), detail.getValue());
        }
        var graph = component.graph();
        return graph.isPresent() ? event.about(event.subject().graph(null, graph.get())) : event;
    }

    private static Severity severity(HealthState state) {
        return switch (state) {
            case HEALTHY -> Severity.NOTICE;
            case UNKNOWN, DEGRADED -> Severity.WARNING;
            case CRITICAL -> Severity.CRITICAL;
        };
    }

    private String nodeOf(ComponentHealth component) {
        return component.graph().isPresent() ? "" : node;
    }

    private static boolean isWorthTelling(ComponentHealth component) {
        return !component.verdict().reason().equals(Health.NOT_CHECKED);
    }

    private static boolean isSame(ComponentHealth component, @Nullable ToldHealthRow known) {
        return known != null
                && known.state().equals(component.state().name())
                && known.reason().equals(component.verdict().reason());
    }
}
