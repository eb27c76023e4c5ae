package io.graphkeep.server.api;

import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.Objects;

/** The probes of {@code grpc.health.v1}, which are answered whatever the state of the server. */
final class HealthNames {
    static final ServingStatus SERVING = ServingStatus.SERVING;
    static final ServingStatus NOT_SERVING = ServingStatus.NOT_SERVING;

    private HealthNames() {}

    static boolean isProbe(MethodDescriptor<?, ?> method) {
        return Objects.equals(method.getServiceName(), HealthGrpc.SERVICE_NAME);
    }
}
