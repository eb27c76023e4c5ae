package io.graphkeep.server.api;

import io.graphkeep.server.config.LimitConfig;
import io.graphkeep.server.config.ListenAddress;
import io.graphkeep.server.config.NetworkConfig;
import io.graphkeep.server.errors.StartRefused;
import io.graphkeep.server.security.TlsMaterial;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One port that speaks gRPC, with threads of its own, behind the same walls as every other: credentials, limits, and
 * little patience with connections that misbehave.
 */
final class GrpcPort {
    /**
     * A port in the words of its operator.
     *
     * @param what as in "The gRPC port"
     * @param key the setting that gives the port
     */
    record Place(String what, ListenAddress address, int port, String key) {}

    private static final Duration POLITE_PINGS = Duration.ofSeconds(10);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final int RESETS = 200;
    private static final int RESET_WINDOW_SECONDS = 10;
    private static final int FLOW_WINDOW = 1 << 20;

    private final Place place;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final MultiThreadIoEventLoopGroup acceptor = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final MultiThreadIoEventLoopGroup workers;
    private final Server server;

    /**
     * Builds it; nothing listens yet.
     *
     * @param threads for all connections together; 0 as many as the machine calls for
     * @param tls null for plaintext
     */
    GrpcPort(
            Place place,
            int threads,
            NetworkConfig network,
            LimitConfig limits,
            @Nullable TlsMaterial tls,
            List<ServerServiceDefinition> services) {
        this.place = place;
        this.workers = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
        this.server = NettyServerBuilder.forAddress(
                        address(place), tls == null ? InsecureServerCredentials.create() : tls.credentials())
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
                .handshakeTimeout(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS)
                .addServices(services)
                .build();
    }

    /** Binds the port. */
    void start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new StartRefused(
                    place.what() + " cannot be opened on " + place.address() + ":" + place.port() + ": " + root(e)
                            + ". Stop what uses it, or set " + place.key() + " (0 takes any free port).",
                    e);
        }
    }

    /** The number in force. */
    int number() {
        return server.getPort();
    }

    /** The full names of all methods that are answered here. */
    Set<String> methods() {
        return server.getServices().stream()
                .flatMap(service -> service.getMethods().stream())
                .map(method -> method.getMethodDescriptor().getFullMethodName())
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean isEnding() {
        return server.isShutdown();
    }

    /** No new connections and calls from now on. */
    void beginEnd() {
        server.shutdown();
    }

    /** Whether all calls have ended by themselves within this time. */
    boolean awaitCalls(Duration grace) throws InterruptedException {
        return server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the calls that are left, the connections and the threads. */
    void end() throws InterruptedException {
        if (!server.isTerminated()) {
            server.shutdownNow();
            server.awaitTermination(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
        }
        calls.shutdown();
        List.of(acceptor, workers)
                .forEach(group -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS)
                        .awaitUninterruptibly(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static SocketAddress address(Place place) {
        try {
            return place.address().socket(place.port());
        } catch (UnknownHostException e) {
            throw new StartRefused(
                    "The address " + place.address() + " cannot be looked up: check GRAPHKEEP_LISTEN.", e);
        }
    }

    private static String root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
