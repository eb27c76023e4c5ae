package io.graphkeep.client;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The retry policy of the channel: unary calls that found the server unavailable are tried again with backoff.
 *
 * <p>That is safe for changes too, since each carries a request id ({@link RequestIds}); one that had no place for it is not
 * repeated. Streams are left out: gRPC would have to hold what was sent.
 */
final class Retries {
    private Retries() {}

    static Map<String, ?> serviceConfig(List<ServiceDescriptor> services) {
        var names = new ArrayList<Map<String, ?>>();
        for (var service : services) {
            for (var method : service.getMethods()) {
                if (method.getType() == MethodType.UNARY && RequestIds.isRepeatable(method)) {
                    names.add(
                            Map.of("service", service.getName(), "method", String.valueOf(method.getBareMethodName())));
                }
            }
        }
        var policy = Map.of(
                "maxAttempts",
                4.0,
                "initialBackoff",
                "0.2s",
                "maxBackoff",
                "2s",
                "backoffMultiplier",
                2.0,
                "retryableStatusCodes",
                List.of("UNAVAILABLE"));
        return Map.of("methodConfig", List.of(Map.of("name", names, "retryPolicy", policy)));
    }
}
