package io.graphkeep.server.api;

import io.graphkeep.server.monitoring.Probes;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.v1.MonitoringServiceGrpc;
import java.time.Clock;

/** The contract's MonitoringService, put together from its calls. */
public final class MonitoringService {
    private final OperationCalls operations;
    private final HealthCalls health;

    public MonitoringService(Operations operations, Probes probes, Idempotency idempotency, Pages pages, Clock clock) {
        this.operations = new OperationCalls(operations, new OperationMessages(clock), idempotency, pages);
        this.health = new HealthCalls(probes);
    }

    public ServiceMethods methods() {
        var service = ServiceMethods.of(MonitoringServiceGrpc.getServiceDescriptor());
        operations.addTo(service);
        health.addTo(service);
        return service;
    }
}
