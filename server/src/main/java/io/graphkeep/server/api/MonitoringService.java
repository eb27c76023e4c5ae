package io.graphkeep.server.api;

import io.graphkeep.server.monitoring.Probes;
import io.graphkeep.server.monitoring.events.EventFeed;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.v1.MonitoringServiceGrpc;
import java.time.Clock;
import java.util.function.Predicate;

/** The contract's MonitoringService, put together from its calls. */
public final class MonitoringService {
    private final OperationCalls operations;
    private final HealthCalls health;
    private final EventCalls events;

    public MonitoringService(
            Operations operations,
            Probes probes,
            Predicate<String> isGraph,
            EventFeed feed,
            Idempotency idempotency,
            Pages pages,
            Clock clock) {
        this.events = new EventCalls(feed, pages, clock);
        this.operations = new OperationCalls(operations, new OperationMessages(clock), idempotency, pages);
        this.health = new HealthCalls(probes, isGraph);
    }

    public ServiceMethods methods() {
        var service = ServiceMethods.of(MonitoringServiceGrpc.getServiceDescriptor());
        operations.addTo(service);
        health.addTo(service);
        events.addTo(service);
        return service;
    }
}
