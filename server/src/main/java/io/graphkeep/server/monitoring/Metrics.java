package io.graphkeep.server.monitoring;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/**
 * The figures that Prometheus reads, and the registry that the rooms enter theirs into.
 *
 * <p>The product's own names begin with {@code graphkeep_}; those of the JVM, the process and the pool are Micrometer's.
 */
public final class Metrics implements AutoCloseable {
    /** The media type of {@link #text}. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String GRPC_TIMER = "grpc.server.processing.duration";
    private static final String REQUEST_TIMER = "graphkeep.request.duration";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public Metrics(String version) {
        registry.config().meterFilter(new RequestTimer());
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        io.micrometer.core.instrument.Gauge.builder("graphkeep.build.info", () -> 1)
                .description("Always 1; its label says which version runs.")
                .tag("version", version)
                .register(registry);
    }

    /** Where the rooms enter their figures. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Every figure as it is now, in Prometheus' text format. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    /** Gives the timer of the gRPC interceptor the product's name and buckets from 1 ms to a minute. */
    private static final class RequestTimer implements MeterFilter {
        @Override
        public Meter.Id map(Meter.Id id) {
            return id.getName().equals(GRPC_TIMER) ? id.withName(REQUEST_TIMER) : id;
        }

        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            if (!id.getName().equals(REQUEST_TIMER)) {
                return config;
            }
            return DistributionStatisticConfig.builder()
                    .serviceLevelObjectives(
                            nanos(1),
                            nanos(5),
                            nanos(10),
                            nanos(50),
                            nanos(100),
                            nanos(500),
                            nanos(1_000),
                            nanos(5_000),
                            nanos(10_000),
                            nanos(60_000))
                    .build()
                    .merge(config);
        }

        private static double nanos(long millis) {
            return Duration.ofMillis(millis).toNanos();
        }
    }
}
