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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC port: all services behind one front, with health and reflection beside them.
 *
 * <p>It listens from {@link #start}, answers nothing but probes until {@link #serve}, and ends in the order that loses
 * nothing: probes say no, new calls are refused, streams end with a reason, calls that run get their time.
 */
public final class GrpcServer {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcServer.class);
    private static final int THREADS_AS_THE_MACHINE_HAS = 0;
    private static final int SWEEP_SECONDS = 5;
    private static final int CERTIFICATE_SECONDS = 2;

    private final Front front;
    private final @Nullable TlsMaterial tls;
    private final List<ServiceMethods> services;
    private final HealthStatusManager health = new HealthStatusManager();
    private final ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("grpc-chores").factory());
    private final List<Future<?>> running = new CopyOnWriteArrayList<>();
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
        this.tls = tls;
        this.front = front;
        this.services = List.copyOf(services);
        names().forEach(name -> health.setStatus(name, HealthNames.NOT_SERVING));
        var place = new GrpcPort.Place("The gRPC port", network.listen(), network.grpcPort(), "GRAPHKEEP_GRPC_PORT");
        this.port = new GrpcPort(place, THREADS_AS_THE_MACHINE_HAS, network, limits, tls, bound());
    }

    /** Binds the port and begins to answer probes. */
    public void start() {
        port.start();
        every(SWEEP_SECONDS, "end the calls of ended tokens", front.openCalls()::sweep);
        if (tls != null) {
            every(CERTIFICATE_SECONDS, "look at the certificates", tls::check);
        }
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

    /** Runs a chore again and again for as long as the server does; one that fails is told and tried again. */
    public void every(int seconds, String what, Runnable chore) {
        running.add(chores.scheduleWithFixedDelay(() -> attempt(what, chore), seconds, seconds, TimeUnit.SECONDS));
    }

    private static void attempt(String what, Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            // A chore that failed once (the database is away, say) must not be the last of its kind.
            LOG.warn("Could not {}: {}", what, String.valueOf(e.getMessage()));
        }
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
        running.forEach(chore -> chore.cancel(false));
        chores.shutdownNow();
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
