package io.graphkeep.client;

import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.DiffSnapshotsRequest;
import io.graphkeep.v1.DiffSnapshotsResponse;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.Operation;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A connection to one Graphkeep server, with typed calls.
 *
 * <p>Thread-safe. Unary calls have a deadline and are repeated when the server is unavailable for a moment, which is safe for
 * changes that carry a request id ({@link #newRequestId}). Failures are {@link io.grpc.StatusRuntimeException}s that {@link
 * CallError} reads.
 */
public final class GraphkeepClient implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 4 << 20;
    private static final Duration KEEPALIVE = Duration.ofSeconds(10);
    private static final Duration KEEPALIVE_ANSWER = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final ServerAddress address;
    private final ManagedChannel channel;
    private final EventLoopGroup loop;
    private final BearerToken token;
    private final Duration timeout;

    private GraphkeepClient(
            ServerAddress address, ManagedChannel channel, EventLoopGroup loop, BearerToken token, Duration timeout) {
        this.address = address;
        this.channel = channel;
        this.loop = loop;
        this.token = token;
        this.timeout = timeout;
    }

    /** Prepares a connection; the first call opens it. Reads the PEM files that the transport names. */
    public static GraphkeepClient connect(ServerAddress address, Transport transport, String token, Duration timeout) {
        var services = List.of(
                AdminServiceGrpc.getServiceDescriptor(),
                BackupServiceGrpc.getServiceDescriptor(),
                MonitoringServiceGrpc.getServiceDescriptor());
        var loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("graphkeep-client", true), NioIoHandler.newFactory());
        var channel = NettyChannelBuilder.forTarget(address.toString(), credentials(transport))
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_ANSWER.toSeconds(), TimeUnit.SECONDS)
                .defaultServiceConfig(Retries.serviceConfig(services))
                .enableRetry()
                .build();
        return new GraphkeepClient(address, channel, loop, new BearerToken(token), timeout);
    }

    private static ChannelCredentials credentials(Transport transport) {
        if (transport instanceof Transport.Tls tls) {
            return tls(tls);
        }
        return InsecureChannelCredentials.create();
    }

    private static ChannelCredentials tls(Transport.Tls tls) {
        var builder = TlsChannelCredentials.newBuilder();
        try {
            var ca = tls.ca();
            if (ca != null) {
                builder.trustManager(ca.toFile());
            }
            Path certificate = tls.certificate();
            Path key = tls.key();
            if (certificate != null && key != null) {
                builder.keyManager(certificate.toFile(), key.toFile());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return builder.build();
    }

    public ServerAddress address() {
        return address;
    }

    public BackupServiceGrpc.BackupServiceBlockingStub backup() {
        return BackupServiceGrpc.newBlockingStub(channel)
                .withCallCredentials(token)
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What differs between snapshots, as it comes, with no limit of time; the summary is last. */
    public Iterator<DiffSnapshotsResponse> diff(DiffSnapshotsRequest request) {
        return BackupServiceGrpc.newBlockingStub(channel)
                .withCallCredentials(token)
                .diffSnapshots(request);
    }

    public MonitoringServiceGrpc.MonitoringServiceBlockingStub monitoring() {
        return MonitoringServiceGrpc.newBlockingStub(channel)
                .withCallCredentials(token)
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    public AdminServiceGrpc.AdminServiceBlockingStub admin() {
        return AdminServiceGrpc.newBlockingStub(channel)
                .withCallCredentials(token)
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Follows an operation to its end, telling each state.
     *
     * <p>Survives a server that says that it is starting or stopping for up to a minute. Where nobody answers for ten seconds
     * it fails with UNAVAILABLE; the operation may go on all the same.
     */
    public Operation follow(String operationId, Consumer<Operation> progress) {
        var stub = MonitoringServiceGrpc.newBlockingStub(channel).withCallCredentials(token);
        return new OperationFollower(stub, channel::resetConnectBackoff, SILENCE, PATIENCE)
                .follow(operationId, progress);
    }

    /** A new id for a change: the server answers a repeat of it with the first answer. */
    public static String newRequestId() {
        return UUID.randomUUID().toString();
    }

    /** Ends calls that still run. Its thread ends too: a program that ends while it listens would wait 0.3 s for it. */
    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSING.toMillis());
    }
}
