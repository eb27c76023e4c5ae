package io.graphkeep.it;

import com.google.protobuf.ByteString;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileTrailer;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.ListOperationsRequest;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.Quota;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.TokenRole;
import io.graphkeep.v1.UploadEnd;
import io.graphkeep.v1.UploadHeader;
import io.graphkeep.v1.UploadSnapshotRequest;
import io.graphkeep.v1.UploadSnapshotResponse;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/** A server with little patience, its bad peers with tokens of their own, and the graphs that these may send to. */
final class BadPeersSite implements AutoCloseable {
    static final long QUOTA = 12_000_000;

    private static final Duration SETTLING = Duration.ofSeconds(30);

    /** A graph that no bad peer may see; a file of it holds {@link PushTalk#CONTENT}. */
    static final String HIDDEN = "hidden";

    private static final String LARGE = "case-large";
    private static final int LARGE_BYTES = 8 << 20;
    static final String DIRECTORY = "case-directory";
    static final int STREAMS = 60;
    static final int CALLS = 50;
    private static final int STREAMS_OF_ONE = 40;
    static final int CONNECTIONS = 100;

    final ServerProcess server;
    final Stubs stubs;
    final String token;
    final String greedy;
    final String flooding;
    private final Queue<ManagedChannel> connections = new ConcurrentLinkedQueue<>();
    private ManagedChannel connection;
    private int streams;
    private final Set<String> graphs = ConcurrentHashMap.newKeySet();
    private final String hiddenSnapshot;
    private final String largeSnapshot;

    BadPeersSite(Path directory) throws IOException {
        server = ServerProcess.start(
                PreparedHome.at(directory.resolve("home")),
                Launcher.USUAL_JVM,
                "GRAPHKEEP_TRANSFER_IDLE=4s",
                "GRAPHKEEP_TRANSFER_TIME=8s",
                "GRAPHKEEP_MAX_STREAMS_PER_TOKEN=" + STREAMS,
                "GRAPHKEEP_MAX_CALLS_PER_CONNECTION=" + CALLS,
                "GRAPHKEEP_MAX_CONNECTIONS=" + CONNECTIONS);
        stubs = new Stubs(server);
        connection = kept(connect());
        token = agent("bad", "case*");
        greedy = agent("greedy", "case*");
        flooding = agent("flooding", "case*");
        addGraph(HIDDEN);
        hiddenSnapshot = upload(as(stubs.adminToken()), HIDDEN, PushTalk.CONTENT);
        addGraph(LARGE);
        largeSnapshot = upload(as(stubs.adminToken()), LARGE, incompressible());
        stubs.backup()
                .createGraph(WrongCallTest.create(DIRECTORY, Files.createDirectories(directory.resolve("source")))
                        .build());
    }

    String agent(String name, String scope) {
        return stubs.admin()
                .createToken(CreateTokenRequest.newBuilder()
                        .setName(name)
                        .setRole(TokenRole.TOKEN_ROLE_AGENT)
                        .addScopes(scope)
                        .build())
                .getSecret();
    }

    /** A connection that several bad peers share. */
    Channel channel() {
        return as(token);
    }

    /** A connection with too many streams that end badly is cut, so that there is soon another one. */
    synchronized Channel as(String who) {
        if (++streams % STREAMS_OF_ONE == 0) {
            connection.shutdown();
            connection = kept(connect());
        }
        return as(connection, who);
    }

    private ManagedChannel kept(ManagedChannel made) {
        connections.add(made);
        return made;
    }

    static Channel as(Channel channel, String who) {
        var headers = new Metadata();
        headers.put(Stubs.AUTHORIZATION, "Bearer " + who);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** Another connection, for its caller to close. */
    ManagedChannel connect() {
        return NettyChannelBuilder.forTarget(server.grpc())
                .usePlaintext()
                .maxInboundMessageSize(8 << 20)
                .build();
    }

    /** Makes a graph for snapshots that are sent, unless it is there. */
    void addGraph(String id) {
        if (graphs.add(id)) {
            stubs.backup()
                    .createGraph(CreateGraphRequest.newBuilder()
                            .setGraph(Graph.newBuilder()
                                    .setGraphId(id)
                                    .setPolicy(GraphPolicy.newBuilder()
                                            .setQuota(Quota.newBuilder().setMaxLogicalBytes(QUOTA)))
                                    .setSource(Source.newBuilder().setPushed(PushedSource.getDefaultInstance())))
                            .build());
        }
    }

    /** A snapshot that no bad peer may see. */
    String hiddenSnapshot() {
        return hiddenSnapshot;
    }

    /** A snapshot of a file that fills what a transport holds several times over. */
    String largeSnapshot() {
        return largeSnapshot;
    }

    /** Waits until a snapshot of the graph is on its way. */
    void awaitRunning(String graph) {
        var running = ListOperationsRequest.newBuilder()
                .setGraphId(graph)
                .addStates(OperationState.OPERATION_STATE_RUNNING)
                .build();
        Await.until(
                "a snapshot of " + graph + " to be on its way",
                SETTLING,
                () -> stubs.monitoring().listOperations(running).getOperationsCount() > 0,
                server::log);
    }

    /** Whether it still answers. */
    String isThere() {
        var graph = GetGraphRequest.newBuilder().setGraphId(HIDDEN).build();
        return stubs.backup().getGraph(graph).getGraph().getGraphId().equals(HIDDEN) ? "still there" : "gone";
    }

    /** The sum of a figure over all of its labels that match. */
    double figure(String line) {
        var text = WebPage.of(server.http(), "/metrics", stubs.adminToken()).text();
        return Pattern.compile("(?m)^" + line + " (\\S+)$")
                .matcher(text)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    private static byte[] incompressible() {
        var bytes = new byte[LARGE_BYTES];
        new Random(20276).nextBytes(bytes);
        return bytes;
    }

    PeerStream<UploadSnapshotRequest, UploadSnapshotResponse> upload() {
        return PeerStream.open(channel(), BackupServiceGrpc.getUploadSnapshotMethod());
    }

    /** One file, sent as it should be. */
    String upload(Channel channel, String graph, byte[] content) {
        var stream = PeerStream.open(channel, BackupServiceGrpc.getUploadSnapshotMethod());
        stream.send(header(graph));
        stream.send(file(FileHeader.newBuilder().setPath("file")));
        for (var from = 0; from < content.length; from += 100_000) {
            stream.send(data(ByteString.copyFrom(content, from, Math.min(100_000, content.length - from))));
        }
        stream.send(fileEnd(ByteString.EMPTY));
        stream.send(end());
        stream.end();
        try {
            return stream.answer().getSnapshot().getSnapshotId();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static UploadSnapshotRequest header(String graph) {
        return UploadSnapshotRequest.newBuilder()
                .setHeader(UploadHeader.newBuilder().setGraphId(graph))
                .build();
    }

    static UploadSnapshotRequest file(FileHeader.Builder file) {
        return UploadSnapshotRequest.newBuilder().setFile(file).build();
    }

    static UploadSnapshotRequest data(ByteString data) {
        return UploadSnapshotRequest.newBuilder().setData(data).build();
    }

    static UploadSnapshotRequest fileEnd(ByteString digest) {
        return UploadSnapshotRequest.newBuilder()
                .setFileEnd(FileTrailer.newBuilder().setSha256(digest))
                .build();
    }

    static UploadSnapshotRequest end() {
        return UploadSnapshotRequest.newBuilder()
                .setEnd(UploadEnd.getDefaultInstance())
                .build();
    }

    @Override
    public void close() {
        connections.forEach(ManagedChannel::shutdownNow);
        stubs.close();
        server.close();
    }
}
