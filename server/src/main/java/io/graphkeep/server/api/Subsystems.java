package io.graphkeep.server.api;

import io.graphkeep.server.config.Switch;
import io.graphkeep.server.config.SwitchConfig;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the server that are switched off, or that could not start: what belongs to them is refused with why.
 *
 * <p>The switch BACKUP stops what takes new data in; restores, lists and verification work on without it. Where the store
 * could not be opened, all of it is refused.
 */
public final class Subsystems implements ServerInterceptor {
    private static final String BACKUP = "graphkeep.v1.BackupService";
    private static final Map<String, Switch> SERVICES = Map.of(
            BACKUP,
            Switch.BACKUP,
            "graphkeep.v1.ReplicationService",
            Switch.REPLICATION,
            "graphkeep.v1.RecoveryService",
            Switch.RECOVERY);
    private static final Set<String> TAKES_DATA =
            Set.of(BACKUP + "/CreateSnapshot", BACKUP + "/UploadSnapshot", BACKUP + "/PushSnapshot");

    private final SwitchConfig switches;
    private final Map<Switch, String> failures = new ConcurrentHashMap<>();

    public Subsystems(SwitchConfig switches) {
        this.switches = switches;
    }

    /** Tells that a part could not start; {@code why} is a sentence. */
    public void failed(Switch part, String why) {
        failures.put(part, why);
    }

    public boolean isOn(Switch part) {
        return switches.isOn(part);
    }

    /** Why this part could not start; null where it runs or is off. */
    public @Nullable String failure(Switch part) {
        return failures.get(part);
    }

    /** Whether the probes may say that this service serves; of the server as a whole, whose name is empty, that all started. */
    public boolean serves(String service) {
        if (service.isEmpty()) {
            return failures.isEmpty();
        }
        var part = SERVICES.get(service);
        return part == null || ((part == Switch.BACKUP || switches.isOn(part)) && !failures.containsKey(part));
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var method = call.getMethodDescriptor();
        var part = partOf(method);
        if (part == null) {
            return next.startCall(call, headers);
        }
        if (!switches.isOn(part) && (part != Switch.BACKUP || TAKES_DATA.contains(method.getFullMethodName()))) {
            return Refusal.refuse(call, off(part));
        }
        var why = failures.get(part);
        return why == null ? next.startCall(call, headers) : Refusal.refuse(call, failed(part, why, call));
    }

    private static @Nullable Switch partOf(MethodDescriptor<?, ?> method) {
        var service = method.getServiceName();
        return service == null ? null : SERVICES.get(service);
    }

    private static GraphkeepException off(Switch part) {
        return new GraphkeepException(
                        Reason.SUBSYSTEM_OFF, "This part of the server is switched off by " + part.key() + ".")
                .with("switch", part.key());
    }

    private static GraphkeepException failed(Switch part, String why, ServerCall<?, ?> call) {
        var name = String.valueOf(call.getMethodDescriptor().getServiceName());
        return new GraphkeepException(Reason.SUBSYSTEM_FAILED, "This part of the server could not start: " + why)
                .with("switch", part.key())
                .with("component", name);
    }
}
