package io.graphkeep.server.monitoring.events;

import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.event.EventRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** What goes through the event log, and who follows it, as figures. */
public final class EventFigures {
    private final MeterRegistry registry;
    private final Map<Severity, Counter> events = new EnumMap<>(Severity.class);
    private final Counter cutOff;

    public EventFigures(MeterRegistry registry) {
        this.registry = registry;
        for (var severity : Severity.values()) {
            events.put(
                    severity,
                    Counter.builder("graphkeep.events")
                            .description("Events of the log, whichever server of the instance wrote them.")
                            .tag("severity", severity.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        cutOff = Counter.builder("graphkeep.event.subscribers.cut")
                .description("Followers of the event log that were cut off because they read too slowly.")
                .register(registry);
    }

    void watch(Supplier<Number> subscribers) {
        Gauge.builder("graphkeep.event.subscribers", subscribers)
                .description("Followers of the event log that are connected to this server now.")
                .register(registry);
    }

    void found(List<EventRow> rows) {
        rows.forEach(row -> Objects.requireNonNull(events.get(Severity.valueOf(row.severity())))
                .increment());
    }

    void cutOff() {
        cutOff.increment();
    }
}
