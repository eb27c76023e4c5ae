package io.graphkeep.server.api;

import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.List;

/** The services by which a port tells its contract: of today, and what older grpcurls ask for. */
final class Reflection {
    private Reflection() {}

    @SuppressWarnings("deprecation") // v1alpha is deprecated, and still asked for
    static List<BindableService> services() {
        return List.of(ProtoReflectionServiceV1.newInstance(), ProtoReflectionService.newInstance());
    }
}
