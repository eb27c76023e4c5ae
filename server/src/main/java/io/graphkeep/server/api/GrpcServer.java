package io.graphkeep.server.api;

import io.graphkeep.server.config.LimitConfig;
import io.graphkeep.server.config.NetworkConfig;
import io.graphkeep.server.security.TlsMaterial;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC port: all services behind one front, with health and reflection beside them.
 *
 * <p>It listens from {@link #start}, answers nothing but probes until {@link #serve}, and ends in the order that loses
 * nothing: probes say no, new calls are refused, streams end with a reason, calls that run get their time.
 */
public final class GrpcServer {
    private static final int THREADS_AS_THE_MACHINE_HAS = 0;

    private final Front front;
    private final List<ServiceMethods> services;
    private final HealthStatusManager health = new HealthStatusManager();
    private final GrpcPort port;

    /**
     * Builds the server; nothing listens yet.
     *
     * @param tls null for plaintext
     */
    public GrpcServer(
            NetworkConfig network,
            LimitConfig limits,
            @Nullable TlsMaterial tls,
            Front front,
            List<ServiceMethods> services) {
        this.front = front;
        this.services = List.copyOf(services);
        names().forEach(name -> health.setStatus(name, HealthNames.NOT_SERVING));
        var place = new GrpcPort.Place("The gRPC port", network.listen(), network.grpcPort(), "GRAPHKEEP_GRPC_PORT");
        this.port = new GrpcPort(place, THREADS_AS_THE_MACHINE_HAS, network, limits, tls, bound());
    }

    /** Binds the port and begins to answer probes. */
    public void start() {
        port.start();
    }

    /** The port in force. */
    public int port() {
        return port.number();
    }

    /** The full names of all methods that this server answers to. */
    public Set<String> methods() {
        return port.methods();
    }

    /** From now on calls are taken; what is switched off stays NOT_SERVING. */
    public void serve() {
        front.lifecycle().serve();
        refreshHealth();
    }

    /** Tells the probes again which services serve, after a part of the server has failed, say. */
    public void refreshHealth() {
        names().forEach(name -> health.setStatus(
                name, front.subsystems().serves(name) ? HealthNames.SERVING : HealthNames.NOT_SERVING));
    }

    /** Tells the probes that the server does not serve for now: its database is away, say. */
    public void pause() {
        names().forEach(name -> health.setStatus(name, HealthNames.NOT_SERVING));
    }

    /** Ends the calls whose token has ended; to be done every few seconds. */
    public void endCallsOfEndedTokens() {
        front.openCalls().sweep();
    }

    /** How many calls with a token run now. */
    public int openCalls() {
        return front.openCalls().count();
    }

    /** Ends in order, within about this time. */
    public void stop(Duration grace) throws InterruptedException {
        if (port.isEnding()) {
            return;
        }
        health.enterTerminalState();
        front.lifecycle().stop();
        port.beginEnd();
        front.openCalls().endStreams();
        if (!port.awaitCalls(grace)) {
            front.openCalls().endAll();
        }
        port.end();
    }

    private List<ServerServiceDefinition> bound() {
        var definitions = services.stream().map(ServiceMethods::definition);
        var common = Stream.concat(Stream.of(health.getHealthService()), Reflection.services().stream());
        return Stream.concat(definitions, common.map(BindableService::bindService))
                .map(front::bind)
                .toList();
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        names.add(HealthStatusManager.SERVICE_NAME_ALL_SERVICES);
        services.forEach(service -> names.add(service.name()));
        return names;
    }
}
