package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The queue as figures: what runs here, and what has ended how, by kind. */
final class OperationMetrics {
    private static final Set<String> MAKES_SNAPSHOTS = Set.of("CAPTURE", "RECEIVE");
    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(6)
    };
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
        snapshots(registry);
        for (var kind : kinds) {
            duration(registry, kind);
            for (var state : OperationState.values()) {
                if (state.isEnd()) {
                    counter(registry, kind, state);
                }
            }
        }
        registries.add(registry);
    }

    void ended(OperationRow operation) {
        registries.forEach(registry -> {
            counter(registry, operation.kind(), operation.state()).increment();
            duration(registry, operation.kind()).record(took(operation));
            if (MAKES_SNAPSHOTS.contains(operation.kind()) && operation.state() == OperationState.SUCCEEDED) {
                snapshots(registry).increment();
            }
        });
    }

    /** Without the time in the queue; nothing for what was never taken up. */
    private static Duration took(OperationRow operation) {
        var started = operation.startedAt();
        var ended = operation.endedAt();
        return started == null || ended == null ? Duration.ZERO : Duration.between(started, ended);
    }

    private static Counter snapshots(MeterRegistry registry) {
        return Counter.builder("graphkeep.backup.snapshots")
                .description("Snapshots that this process has made or received.")
                .register(registry);
    }

    private static Timer duration(MeterRegistry registry, String kind) {
        return Timer.builder("graphkeep.operation.duration")
                .description("Time from an operation's start to its end, however it ended.")
                .tag("kind", kind)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String kind, OperationState state) {
        return Counter.builder(ENDED)
                .description("Operations that this process has ended.")
                .tag("kind", kind)
                .tag("state", state.name())
                .register(registry);
    }
}
