package io.graphkeep.server.api;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.config.LimitConfig;
import io.graphkeep.server.security.Denials;
import io.graphkeep.server.security.RoleTable;
import io.graphkeep.server.security.Tokens;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

/**
 * All that a call passes before it reaches a service, in order: measured, logged, let in, known, allowed, not switched
 * off, guarded.
 */
public final class Front {
    private static final int CALLS_AT_ONCE = 2_000;

    private final Lifecycle lifecycle = new Lifecycle();
    private final OpenCalls openCalls;
    private final Subsystems subsystems;
    private final RequestMetrics metrics;
    private final List<ServerInterceptor> chain;
    private final MessageSize messageSize;

    public Front(
            Ids ids,
            Clock clock,
            LimitConfig limits,
            Tokens tokens,
            Denials denials,
            Subsystems subsystems,
            MeterRegistry registry) {
        this.openCalls = new OpenCalls(tokens, limits.maxStreamsPerToken(), clock);
        this.subsystems = subsystems;
        this.metrics = new RequestMetrics(registry);
        var rate = new RateLimit(limits.maxRequestsPerSecond(), clock);
        this.messageSize = new MessageSize(limits.maxMessageSize());
        this.chain = List.of(
                metrics,
                new CallLog(ids, clock),
                lifecycle,
                new InFlight(CALLS_AT_ONCE),
                new Authentication(tokens, RoleTable.standard(), rate, denials),
                subsystems,
                new Guard(openCalls, denials));
    }

    /** The service behind this front, its messages still bytes where the front sees them. */
    ServerServiceDefinition bind(ServerServiceDefinition service) {
        metrics.preregisterService(service);
        var asBytes = ServerInterceptors.useMarshalledMessages(service, new MessagesAsBytes());
        var sized = ServerInterceptors.interceptForward(asBytes, messageSize);
        return ServerInterceptors.interceptForward(sized, chain);
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Subsystems subsystems() {
        return subsystems;
    }

    OpenCalls openCalls() {
        return openCalls;
    }
}
