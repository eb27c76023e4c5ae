package io.graphkeep.server.api;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import java.time.Duration;
import java.util.function.Function;

/** The timer and the counters of all calls, under the product's names: {@code graphkeep_request_duration_seconds}. */
final class RequestMetrics extends MetricCollectingServerInterceptor {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1)
    };

    RequestMetrics(MeterRegistry registry) {
        super(registry);
    }

    @Override
    protected Counter newRequestCounterFor(MethodDescriptor<?, ?> method) {
        return prepareCounterFor(method, "graphkeep.request.messages", "Messages that arrived")
                .register(registry);
    }

    @Override
    protected Counter newResponseCounterFor(MethodDescriptor<?, ?> method) {
        return prepareCounterFor(method, "graphkeep.response.messages", "Messages that were sent")
                .register(registry);
    }

    @Override
    protected Function<Status.Code, Timer> newTimerFunction(MethodDescriptor<?, ?> method) {
        return asTimerFunction(
                () -> prepareTimerFor(method, "graphkeep.request.duration", "Time from a call's arrival to its end")
                        .serviceLevelObjectives(BUCKETS));
    }
}
