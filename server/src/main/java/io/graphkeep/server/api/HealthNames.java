package io.graphkeep.server.api;

import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthGrpc;
import java.util.Objects;

/** Tells the probes, which are answered whatever the state of the server, from all other methods. */
final class HealthNames {
    private HealthNames() {}

    static boolean isProbe(MethodDescriptor<?, ?> method) {
        return Objects.equals(method.getServiceName(), HealthGrpc.SERVICE_NAME);
    }
}
