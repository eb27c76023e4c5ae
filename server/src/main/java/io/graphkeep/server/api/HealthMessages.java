package io.graphkeep.server.api;

import io.graphkeep.server.monitoring.ComponentHealth;
import io.graphkeep.server.monitoring.HealthState;
import io.graphkeep.server.monitoring.HealthView;
import io.graphkeep.v1.HealthChange;
import java.time.Instant;

/** Health as the contract tells it. */
final class HealthMessages {
    private HealthMessages() {}

    static io.graphkeep.v1.Health whole(HealthView view, Instant now) {
        var message = io.graphkeep.v1.Health.newBuilder()
                .setState(state(view.overall()))
                .setSummary(view.summary())
                .setCheckTime(Timestamps.of(now))
                .setVersion(view.version());
        view.components().forEach(component -> message.addComponents(component(component)));
        return message.build();
    }

    static HealthChange change(ComponentHealth component, HealthView now, boolean removed) {
        return HealthChange.newBuilder()
                .setComponent(component(component))
                .setOverallState(state(now.overall()))
                .setRemoved(removed)
                .setVersion(now.version())
                .build();
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
                .setGraphId(component.graph().orElse(""))
                .build();
    }

    private static io.graphkeep.v1.HealthState state(HealthState state) {
        return io.graphkeep.v1.HealthState.valueOf("HEALTH_STATE_" + state.name());
    }
}
