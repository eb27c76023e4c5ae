package io.graphkeep.server.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Health as figures: the state of each component, and how often a look found it other than healthy. */
public final class HealthMetrics {
    private final MeterRegistry registry;
    private final Health health;
    private final Map<String, Counter> failures = new ConcurrentHashMap<>();

    public HealthMetrics(MeterRegistry registry, Health health) {
        this.registry = registry;
        this.health = health;
    }

    /** Makes the component's figures be there, at zero. */
    void expect(String component) {
        health.expect(component);
        failures.computeIfAbsent(component, this::register);
    }

    void failed(String component) {
        var counter = failures.get(component);
        if (counter != null) {
            counter.increment();
        }
    }

    private Counter register(String component) {
        for (var state : HealthState.values()) {
            Gauge.builder("graphkeep.component.state", health, register -> isIn(register, component, state))
                    .description("1 for the state that the component is in, 0 for the others.")
                    .tag("component", component)
                    .tag("state", state.name())
                    .register(registry);
        }
        return Counter.builder("graphkeep.health.check.failures")
                .description("Looks at a component that found it other than healthy.")
                .tag("component", component)
                .register(registry);
    }

    private static double isIn(Health health, String component, HealthState state) {
        return health.find(component)
                        .map(ComponentHealth::state)
                        .filter(state::equals)
                        .isPresent()
                ? 1
                : 0;
    }
}
