package io.graphkeep.server.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;

/**
 * The figures that Prometheus reads, and the registry that the rooms enter theirs into.
 *
 * <p>The product's own names begin with {@code graphkeep_}; those of the JVM, the process and the pool are Micrometer's.
 */
public final class Metrics implements AutoCloseable {
    /** The formats that figures are told in. */
    public enum Format {
        PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
        OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /** Other figures say the same under better names: the usage of the processor, and the load. */
    private static final Set<String> LEFT_OUT = Set.of("process.cpu.time", "system.cpu.count");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public Metrics(String version) {
        nameAsPrometheusDoes();
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("graphkeep.build.info", () -> 1)
                .description("Always 1; its label says which version runs.")
                .tag("version", version)
                .register(registry);
    }

    /** What libraries name otherwise than Prometheus' own linter likes it. */
    private void nameAsPrometheusDoes() {
        registry.config()
                .meterFilter(MeterFilter.renameTag("graphkeep.", "methodType", "method_type"))
                .meterFilter(MeterFilter.renameTag("graphkeep.", "statusCode", "status_code"))
                .meterFilter(MeterFilter.deny(meter -> LEFT_OUT.contains(meter.getName())));
    }

    /** Where the rooms enter their figures. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Every figure as it is now. */
    public String text(Format format) {
        return registry.scrape(format.mediaType());
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
