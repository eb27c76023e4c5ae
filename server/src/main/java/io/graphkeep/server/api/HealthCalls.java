package io.graphkeep.server.api;

import io.graphkeep.server.monitoring.ComponentHealth;
import io.graphkeep.server.monitoring.HealthState;
import io.graphkeep.server.monitoring.Probes;
import io.graphkeep.v1.GetHealthRequest;
import io.graphkeep.v1.GetHealthResponse;
import io.graphkeep.v1.MonitoringServiceGrpc;
import java.time.Duration;
import java.util.List;

/** The call that says how everything is. */
final class HealthCalls {
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    private final Probes probes;

    HealthCalls(Probes probes) {
        this.probes = probes;
    }

    void addTo(ServiceMethods service) {
        service.unary(MonitoringServiceGrpc.getGetHealthMethod(), this::get);
    }

    private GetHealthResponse get(Call call, GetHealthRequest request) throws InterruptedException {
        if (!request.getGraphId().isEmpty()) {
            new Validation().graphId("graph_id", request.getGraphId()).check();
            call.requireGraph(request.getGraphId());
        }
        var health = probes.fresh(LONGEST_LOOK);
        var components = health.components();
        var overall = health.overall();
        var message = io.graphkeep.v1.Health.newBuilder()
                .setState(state(overall))
                .setSummary(summary(components))
                .setCheckTime(Timestamps.of(health.now()))
                .setVersion(health.version());
        components.forEach(component -> message.addComponents(component(component)));
        return GetHealthResponse.newBuilder().setHealth(message).build();
    }

    /** The worst component's own sentence, and how many more there are. */
    private static String summary(List<ComponentHealth> components) {
        var wrong = components.stream()
                .filter(component -> component.state() != HealthState.HEALTHY)
                .toList();
        if (components.isEmpty()) {
            return "Nothing has been looked at yet.";
        }
        if (wrong.isEmpty()) {
            return "All " + components.size() + " components are healthy.";
        }
        var first = wrong.get(0);
        var more = wrong.size() == 1 ? "" : " And " + (wrong.size() - 1) + " more.";
        return first.component() + ": " + first.verdict().message() + more;
    }

    private static io.graphkeep.v1.ComponentHealth component(ComponentHealth component) {
        var verdict = component.verdict();
        return io.graphkeep.v1.ComponentHealth.newBuilder()
                .setComponent(component.component())
                .setState(state(verdict.state()))
                .setReason(verdict.reason())
                .setMessage(verdict.message())
                .setAdvice(verdict.advice())
                .setSinceTime(Timestamps.of(component.since()))
                .setCheckTime(Timestamps.of(component.checked()))
                .build();
    }

    private static io.graphkeep.v1.HealthState state(HealthState state) {
        return io.graphkeep.v1.HealthState.valueOf("HEALTH_STATE_" + state.name());
    }
}
