package io.graphkeep.server.api;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.monitoring.ComponentHealth;
import io.graphkeep.server.monitoring.Health;
import io.graphkeep.server.monitoring.HealthView;
import io.graphkeep.server.monitoring.Probes;
import io.graphkeep.v1.GetHealthRequest;
import io.graphkeep.v1.GetHealthResponse;
import io.graphkeep.v1.HealthHeartbeat;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.WatchHealthRequest;
import io.graphkeep.v1.WatchHealthResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The calls that say how everything is.
 *
 * <p>Who may not see every graph is told of the server's parts and of the graphs in scope, and of nothing that sums up the others.
 */
final class HealthCalls {
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
    private static final Duration LONGEST_FRESH_LOOK = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Probes probes;
    private final Health health;
    private final Predicate<String> exists;

    /** Over what the probes find; {@code exists} tells whether there is a graph of this id. */
    HealthCalls(Probes probes, Predicate<String> exists) {
        this.probes = probes;
        this.health = probes.health();
        this.exists = exists;
    }

    void addTo(ServiceMethods service) {
        service.unary(MonitoringServiceGrpc.getGetHealthMethod(), this::get);
        service.streaming(MonitoringServiceGrpc.getWatchHealthMethod(), Outflow.Pace.FEED, this::watch);
    }

    private GetHealthResponse get(Call call, GetHealthRequest request) throws InterruptedException {
        var which = chosen(call, request.getGraphId());
        var view = probes.fresh(request.getFresh() ? LONGEST_FRESH_LOOK : LONGEST_LOOK)
                .view(which);
        return GetHealthResponse.newBuilder()
                .setHealth(HealthMessages.whole(view, health.now()))
                .build();
    }

    private void watch(Call call, WatchHealthRequest request, Outflow<WatchHealthResponse> out)
            throws InterruptedException {
        EventChecks.heartbeat(request.hasHeartbeat(), request.getHeartbeat());
        var which = chosen(call, request.getGraphId());
        var pause = request.hasHeartbeat() ? Duration.ofNanos(Durations.toNanos(request.getHeartbeat())) : HEARTBEAT;
        var told = probes.fresh(LONGEST_LOOK).view(which);
        out.send(WatchHealthResponse.newBuilder()
                .setHealth(HealthMessages.whole(told, health.now()))
                .build());
        var sent = System.nanoTime();
        while (!out.isCancelled()) {
            var left = pause.minusNanos(System.nanoTime() - sent);
            if (left.isPositive()) {
                health.awaitChange(told.version(), left.compareTo(LOOK) < 0 ? left : LOOK);
            }
            var now = health.view(which);
            if (sendChanges(out, told, now)) {
                sent = System.nanoTime();
            } else if (!left.isPositive()) {
                out.send(heartbeat(now));
                sent = System.nanoTime();
            }
            told = now;
        }
    }

    /** What is another than it was, however often it changed meanwhile; whether there was anything. */
    private static boolean sendChanges(Outflow<WatchHealthResponse> out, HealthView before, HealthView now)
            throws InterruptedException {
        if (before.version() == now.version()) {
            return false;
        }
        var gone = byName(before);
        var any = false;
        for (var component : now.components()) {
            var was = gone.remove(component.component());
            if (was == null
                    || !was.verdict().isLike(component.verdict())
                    || !was.since().equals(component.since())) {
                out.send(change(component, now, false));
                any = true;
            }
        }
        for (var component : gone.values()) {
            out.send(change(component, now, true));
            any = true;
        }
        return any;
    }

    private static Map<String, ComponentHealth> byName(HealthView view) {
        var byName = new HashMap<String, ComponentHealth>();
        view.components().forEach(component -> byName.put(component.component(), component));
        return byName;
    }

    private static WatchHealthResponse change(ComponentHealth component, HealthView now, boolean removed) {
        return WatchHealthResponse.newBuilder()
                .setChange(HealthMessages.change(component, now, removed))
                .build();
    }

    private WatchHealthResponse heartbeat(HealthView now) {
        return WatchHealthResponse.newBuilder()
                .setHeartbeat(HealthHeartbeat.newBuilder()
                        .setServerTime(Timestamps.of(health.now()))
                        .setVersion(now.version()))
                .build();
    }

    private Predicate<ComponentHealth> chosen(Call call, String graph) {
        if (!graph.isEmpty()) {
            new Validation().graphId("graph_id", graph).check();
            call.requireGraph(graph);
            if (!exists.test(graph)) {
                throw Call.graphNotFound(graph);
            }
            return component -> component.graph().filter(graph::equals).isPresent();
        }
        var seesAll = call.principal().scopes().isAll();
        return component -> component
                .graph()
                .map(call::sees)
                .orElseGet(() -> seesAll || !component.component().equals(ComponentHealth.SNAPSHOTS));
    }
}
