package io.graphkeep.client;

import io.graphkeep.transfer.pull.ContentPull;
import io.graphkeep.transfer.pull.Pull;
import io.graphkeep.transfer.pull.PullOptions;
import io.graphkeep.transfer.pull.PullResult;
import io.graphkeep.transfer.push.DirectoryPush;
import io.graphkeep.transfer.push.PushProgress;
import io.graphkeep.transfer.push.PushRequest;
import io.graphkeep.transfer.push.UnsoundServerException;
import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.WatchEventsRequest;
import io.graphkeep.v1.WatchEventsResponse;
import io.graphkeep.v1.WatchHealthRequest;
import io.graphkeep.v1.WatchHealthResponse;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A connection to one Graphkeep server, with typed calls.
 *
 * <p>Thread-safe, for platform threads and virtual ones. Unary calls have a deadline and are repeated when the server is
 * unavailable for a moment, which is safe for changes too: each carries a request id, a new one where the caller gives none
 * ({@link #newRequestId}). What fails is a {@link
 * GraphkeepException}. Nothing of it runs any more once it is closed.
 *
 * <pre>{@code
 * try (var client = GraphkeepClient.builder()
 *         .server("graphkeep.example:50051")
 *         .tokenFile(Path.of("/run/secrets/graphkeep"))
 *         .connect()) {
 *     var started = client.backup()
 *             .createSnapshot(CreateSnapshotRequest.newBuilder()
 *                     .setGraphId("books")
 *                     .setRequestId(GraphkeepClient.newRequestId())
 *                     .build());
 *     var ended = client.watch(started.getOperation().getOperationId(), state -> {});
 *     System.out.println(ended.getSnapshot().getSnapshotId());
 * }
 * }</pre>
 */
public final class GraphkeepClient implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 4 << 20;
    private static final Duration KEEPALIVE = Duration.ofSeconds(10);
    private static final Duration KEEPALIVE_ANSWER = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PUSH_PATIENCE = Duration.ofMinutes(5);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final ServerAddress address;
    private final ManagedChannel channel;
    private final EventLoopGroup loop;
    private final Calls calls;

    private GraphkeepClient(ServerAddress address, ManagedChannel channel, EventLoopGroup loop, Calls calls) {
        this.address = address;
        this.channel = channel;
        this.loop = loop;
        this.calls = calls;
    }

    /** Begins to describe a connection. */
    public static GraphkeepClientBuilder builder() {
        return new GraphkeepClientBuilder();
    }

    /** The connection that the variables of this process's environment describe. */
    public static GraphkeepClient fromEnvironment() {
        return builder().environment(System.getenv()).connect();
    }

    static GraphkeepClient connect(ServerAddress address, Transport transport, TokenSource token, Duration timeout)
            throws IOException {
        var services = List.of(
                AdminServiceGrpc.getServiceDescriptor(),
                BackupServiceGrpc.getServiceDescriptor(),
                MonitoringServiceGrpc.getServiceDescriptor());
        var credentials = credentials(transport);
        var loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("graphkeep-client", true), NioIoHandler.newFactory());
        var channel = NettyChannelBuilder.forTarget(address.toString(), credentials)
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_ANSWER.toSeconds(), TimeUnit.SECONDS)
                // Otherwise a call waits for ever for a server that takes the connection and says nothing.
                .keepAliveWithoutCalls(true)
                .defaultServiceConfig(Retries.serviceConfig(services))
                .enableRetry()
                .build();
        return new GraphkeepClient(address, channel, loop, new Calls(channel, new BearerToken(token), timeout));
    }

    private static ChannelCredentials credentials(Transport transport) throws IOException {
        if (transport instanceof Transport.Tls tls) {
            return tls(tls);
        }
        return InsecureChannelCredentials.create();
    }

    private static ChannelCredentials tls(Transport.Tls tls) throws IOException {
        var builder = TlsChannelCredentials.newBuilder();
        var ca = tls.ca();
        if (ca != null) {
            builder.trustManager(ca.toFile());
        }
        Path certificate = tls.certificate();
        Path key = tls.key();
        if (certificate != null && key != null) {
            builder.keyManager(certificate.toFile(), key.toFile());
        }
        return builder.build();
    }

    /** The server that it is for. */
    public ServerAddress address() {
        return address;
    }

    /** Graphs, snapshots, the store. */
    public BackupCalls backup() {
        return new BackupCalls(calls);
    }

    /** Health, events, operations. */
    public MonitoringCalls monitoring() {
        return new MonitoringCalls(calls);
    }

    /** The server, its tokens, its key. */
    public AdminCalls admin() {
        return new AdminCalls(calls);
    }

    /**
     * Watches an operation to its end, telling each state, and returns the last one, whether it has succeeded or not.
     *
     * <p>Survives a server that says that it is starting or stopping for up to a minute. Where nobody answers for ten seconds
     * it fails with UNAVAILABLE; the operation may go on all the same.
     */
    public Operation watch(String operationId, Consumer<Operation> progress) {
        return new OperationFollower(calls, channel::resetConnectBackoff, SILENCE, PATIENCE)
                .follow(operationId, progress);
    }

    /**
     * Follows the event log from where the request says, event by event and heartbeat by heartbeat, until {@code each} throws,
     * the thread is interrupted or the server refuses.
     *
     * <p>When the server goes away it waits for it and goes on after the last event that {@code each} took: none is missed, none
     * comes twice. What cannot be opened at all fails at once.
     *
     * @param lost is told each time that the stream ended, before it is opened again
     */
    public void followEvents(
            WatchEventsRequest from, Consumer<WatchEventsResponse> each, Consumer<GraphkeepException> lost) {
        new EventFollower(monitoring(), from, new Reopening(channel::resetConnectBackoff, lost)).follow(each);
    }

    /**
     * Follows health: the whole first, and again after each time that the server went away; then changes and heartbeats. Ends as
     * {@link #followEvents} does.
     *
     * @param lost is told each time that the stream ended, before it is opened again
     */
    public void followHealth(
            WatchHealthRequest request, Consumer<WatchHealthResponse> each, Consumer<GraphkeepException> lost) {
        new HealthFollower(monitoring(), request, new Reopening(channel::resetConnectBackoff, lost)).follow(each);
    }

    /**
     * Brings a snapshot into a directory that is empty or not there yet; see {@link Pull}.
     *
     * <pre>{@code
     * var pulled = client.pull(SnapshotRef.latest("books"), Path.of("/srv/books"));
     * System.out.println(pulled.files() + " files, " + pulled.bytes() + " bytes");
     * }</pre>
     */
    public PullResult pull(SnapshotRef snapshot, Path destination) {
        return pull(snapshot, destination, PullOptions.defaults());
    }

    /** The same with wishes: some paths only, going on with what an earlier pull left, telling how far it is. */
    public PullResult pull(SnapshotRef snapshot, Path destination, PullOptions options) {
        try {
            return Pull.run(downloads(), snapshot.request(), destination, options);
        } catch (IOException failure) {
            throw DownloadStreams.told(failure);
        }
    }

    /**
     * Writes the bytes of one file of a snapshot, verified, and returns how many they are. What was written when it fails is the
     * file's beginning.
     *
     * @param path escaped as files are listed
     */
    public long read(SnapshotRef snapshot, String path, OutputStream out) {
        try {
            return ContentPull.file(
                    downloads(),
                    snapshot.request(),
                    path,
                    out,
                    PullOptions.defaults().patience());
        } catch (IOException failure) {
            throw DownloadStreams.told(failure);
        }
    }

    /** Writes a snapshot, or the paths of the options, as one tar archive, and returns how many bytes it has. */
    public long archive(SnapshotRef snapshot, OutputStream out, PullOptions options) {
        var request = snapshot.request().toBuilder()
                .addAllPaths(options.paths())
                .setAllowDamaged(options.allowDamaged())
                .setIncludePartial(options.includePartial())
                .build();
        try {
            return ContentPull.archive(downloads(), request, out, options.patience());
        } catch (IOException failure) {
            throw DownloadStreams.told(failure);
        }
    }

    private DownloadStreams downloads() {
        return new DownloadStreams(calls, channel::resetConnectBackoff);
    }

    /**
     * Pushes a directory as a snapshot of a graph whose source is pushed; only what the server does not have travels.
     *
     * <pre>{@code
     * var snapshot = client.push(Path.of("/srv/books"), "books");
     * System.out.println(snapshot.getSnapshotId() + ": " + snapshot.getNewBytes() + " bytes were new");
     * }</pre>
     */
    public Snapshot push(Path directory, String graphId) {
        var request = new PushRequest(graphId, Map.of(), "", Consistency.CONSISTENCY_UNSPECIFIED, newRequestId());
        return push(directory, request, PushProgress.SILENT);
    }

    /**
     * The same with labels, a note, and somebody to tell of how far it is.
     *
     * <p>A stream that breaks is taken up again, with what the server has by then, after a pause that grows and is drawn by
     * chance; given up where streams have been breaking for five minutes and nothing new has become durable (ten seconds where no
     * push was ever begun). What a client that was killed had made durable is not sent again by the next push of the same token.
     */
    public Snapshot push(Path directory, PushRequest request, PushProgress progress) {
        var push = new DirectoryPush(directory, request, progress, Clock.systemUTC());
        try {
            return push.over(new PushCalls(calls, channel::resetConnectBackoff), PUSH_PATIENCE);
        } catch (UnsoundServerException unsound) {
            throw new GraphkeepException(
                    Status.Code.DATA_LOSS,
                    "PROTOCOL_VIOLATION",
                    "The server " + address + " sent what it must not: " + unsound.getMessage() + ".",
                    unsound);
        } catch (IOException failure) {
            throw new GraphkeepException(
                    Status.Code.FAILED_PRECONDITION,
                    "SOURCE_UNREADABLE",
                    directory + " could not be read: " + failure.getMessage() + ".",
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GraphkeepException(Status.Code.CANCELLED, "", "The thread was interrupted.", interrupted);
        }
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
