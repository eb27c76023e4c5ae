package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.operation.OperationState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The queue as figures: what runs here, and what has ended how, by kind. */
final class OperationMetrics {
    private static final String ENDED = "graphkeep.operations";

    private final MeterRegistry registry;

    OperationMetrics(MeterRegistry registry, Board board) {
        this.registry = registry;
        Gauge.builder(
                        "graphkeep.operations.running",
                        board,
                        running -> running.busy().size())
                .description("Operations that run in this process.")
                .register(registry);
    }

    /** Makes the kind's figures be there, at zero. */
    void expect(String kind) {
        for (var state : OperationState.values()) {
            if (state.isEnd()) {
                counter(kind, state);
            }
        }
    }

    void ended(String kind, OperationState state) {
        counter(kind, state).increment();
    }

    private Counter counter(String kind, OperationState state) {
        return Counter.builder(ENDED)
                .description("Operations that this process has ended.")
                .tag("kind", kind)
                .tag("state", state.name())
                .register(registry);
    }
}
