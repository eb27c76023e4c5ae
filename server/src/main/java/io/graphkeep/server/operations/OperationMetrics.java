package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.operation.OperationState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The queue as figures: what runs here, and what has ended how, by kind. */
final class OperationMetrics {
    private static final String ENDED = "graphkeep.operations";

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    /** Tells the figures to this registry, those of the kinds at zero. */
    void measure(MeterRegistry registry, Board board, Set<String> kinds) {
        Gauge.builder(
                        "graphkeep.operations.running",
                        board,
                        running -> running.busy().size())
                .description("Operations that run in this process.")
                .register(registry);
        for (var kind : kinds) {
            for (var state : OperationState.values()) {
                if (state.isEnd()) {
                    counter(registry, kind, state);
                }
            }
        }
        registries.add(registry);
    }

    void ended(String kind, OperationState state) {
        registries.forEach(registry -> counter(registry, kind, state).increment());
    }

    private static Counter counter(MeterRegistry registry, String kind, OperationState state) {
        return Counter.builder(ENDED)
                .description("Operations that this process has ended.")
                .tag("kind", kind)
                .tag("state", state.name())
                .register(registry);
    }
}
