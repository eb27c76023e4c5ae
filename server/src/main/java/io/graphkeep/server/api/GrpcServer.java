package io.graphkeep.server.api;

import io.graphkeep.server.config.LimitConfig;
import io.graphkeep.server.config.NetworkConfig;
import io.graphkeep.server.errors.StartRefused;
import io.graphkeep.server.security.TlsMaterial;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
    private static final Duration POLITE_PINGS = Duration.ofSeconds(10);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final int RESETS = 200;
    private static final int RESET_WINDOW_SECONDS = 10;
    private static final int FLOW_WINDOW = 1 << 20;
    private static final int SWEEP_SECONDS = 5;
    private static final int CERTIFICATE_SECONDS = 2;

    private final NetworkConfig network;
    private final Front front;
    private final @Nullable TlsMaterial tls;
    private final List<ServiceMethods> services;
    private final HealthStatusManager health = new HealthStatusManager();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("grpc-chores").factory());
    private final List<Future<?>> running = new CopyOnWriteArrayList<>();
    private final MultiThreadIoEventLoopGroup acceptor = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final MultiThreadIoEventLoopGroup workers = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    private final Server server;

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
        this.network = network;
        this.tls = tls;
        this.front = front;
        this.services = List.copyOf(services);
        names().forEach(name -> health.setStatus(name, HealthNames.NOT_SERVING));
        this.server = build(limits);
    }

    /** Binds the port and begins to answer probes. */
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            var where = network.listen() + ":" + network.grpcPort();
            throw new StartRefused(
                    "The gRPC port cannot be opened on " + where + ": " + root(e)
                            + ". Stop what uses it, or set GRAPHKEEP_GRPC_PORT (0 takes any free port).",
                    e);
        }
        every(SWEEP_SECONDS, "end the calls of ended tokens", front.openCalls()::sweep);
        if (tls != null) {
            every(CERTIFICATE_SECONDS, "look at the certificates", tls::check);
        }
    }

    /** The port in force. */
    public int port() {
        return server.getPort();
    }

    /** The full names of all methods that this server answers to. */
    public Set<String> methods() {
        return server.getServices().stream()
                .flatMap(service -> service.getMethods().stream())
                .map(method -> method.getMethodDescriptor().getFullMethodName())
                .collect(Collectors.toUnmodifiableSet());
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
        if (server.isShutdown()) {
            return;
        }
        health.enterTerminalState();
        front.lifecycle().stop();
        server.shutdown();
        front.openCalls().endStreams();
        if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            front.openCalls().endAll();
            server.shutdownNow();
            server.awaitTermination(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
        }
        running.forEach(chore -> chore.cancel(false));
        chores.shutdownNow();
        calls.shutdown();
        List.of(acceptor, workers)
                .forEach(group -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS)
                        .awaitUninterruptibly(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private Server build(LimitConfig limits) {
        var builder = NettyServerBuilder.forAddress(
                        address(), tls == null ? InsecureServerCredentials.create() : tls.credentials())
                .executor(calls)
                .channelFactory(() -> new LimitedServerChannel(limits.maxConnections()))
                .bossEventLoopGroup(acceptor)
                .workerEventLoopGroup(workers)
                // The front refuses what is larger than the limit, with a reason; this is the wall behind it.
                .maxInboundMessageSize(2 * limits.maxMessageSize())
                .maxInboundMetadataSize(limits.maxHeaderSize())
                .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection())
                .maxRstFramesPerWindow(RESETS, RESET_WINDOW_SECONDS)
                .initialFlowControlWindow(FLOW_WINDOW)
                .keepAliveTime(network.keepaliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(network.keepaliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(POLITE_PINGS.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .handshakeTimeout(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
        services.forEach(service -> builder.addService(front.bind(service.definition())));
        List<BindableService> common =
                List.of(health.getHealthService(), ProtoReflectionServiceV1.newInstance(), reflectionBeforeV1());
        common.forEach(service -> builder.addService(front.bind(service.bindService())));
        return builder.build();
    }

    @SuppressWarnings("deprecation") // v1alpha is what older grpcurls ask for
    private static BindableService reflectionBeforeV1() {
        return ProtoReflectionService.newInstance();
    }

    private SocketAddress address() {
        try {
            return network.listen().socket(network.grpcPort());
        } catch (UnknownHostException e) {
            throw new StartRefused(
                    "The address " + network.listen() + " cannot be looked up: check GRAPHKEEP_LISTEN.", e);
        }
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        names.add(HealthStatusManager.SERVICE_NAME_ALL_SERVICES);
        services.forEach(service -> names.add(service.name()));
        return names;
    }

    private static String root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
