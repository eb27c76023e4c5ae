package io.graphkeep.bench.transfer;

import io.graphkeep.bench.process.BenchmarkFailed;
import io.graphkeep.bench.process.Command;
import io.graphkeep.bench.process.GraphkeepServer;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.transfer.push.PushProgress;
import io.graphkeep.transfer.push.PushRequest;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A running server and a client of it, with the things that are done to them. */
final class Site implements AutoCloseable {
    private final Path launcher;
    private final Path stage;
    private final GraphkeepServer server;
    private final GraphkeepClient client;
    private int graphs;

    Site(Path launcher, Path stage) {
        this.launcher = launcher;
        this.stage = stage;
        this.server = GraphkeepServer.start(launcher, stage.resolve("home"));
        this.client = connect(server.grpc());
    }

    GraphkeepServer server() {
        return server;
    }

    GraphkeepClient client() {
        return client;
    }

    /** A client of its own, to the server or to what stands before it. */
    GraphkeepClient connect(String address) {
        return GraphkeepClient.builder()
                .server(address)
                .tokenFile(server.token())
                .plaintext()
                .connect();
    }

    /** A graph that is pushed. */
    String pushed() {
        return create(Source.newBuilder().setPushed(PushedSource.getDefaultInstance()));
    }

    private String create(Source.Builder source) {
        var graph = "graph-" + ++graphs;
        client.backup()
                .createGraph(CreateGraphRequest.newBuilder()
                        .setGraph(Graph.newBuilder().setGraphId(graph).setSource(source))
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build());
        return graph;
    }

    /** Adds a directory as a graph of its own. */
    String added(Path directory) {
        return create(
                Source.newBuilder().setDirectory(DirectorySource.newBuilder().setPath(directory.toString())));
    }

    /** Has the server capture a graph, and returns how long it worked. */
    double capture(String graph) {
        var operation = client.backup()
                .createSnapshot(CreateSnapshotRequest.newBuilder()
                        .setGraphId(graph)
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build())
                .getOperation();
        var ended = client.watch(operation.getOperationId(), state -> {});
        if (ended.getState() != OperationState.OPERATION_STATE_SUCCEEDED) {
            throw new BenchmarkFailed("A capture did not succeed: " + ended, null);
        }
        var from = ended.getStartTime();
        var to = ended.getEndTime();
        return seconds(Duration.between(
                Instant.ofEpochSecond(from.getSeconds(), from.getNanos()),
                Instant.ofEpochSecond(to.getSeconds(), to.getNanos())));
    }

    /** Pushes, and returns how long that took. */
    double push(GraphkeepClient from, Path directory, String graph) {
        var request =
                new PushRequest(graph, Map.of(), "", Consistency.CONSISTENCY_STOPPED, GraphkeepClient.newRequestId());
        return timed(() -> from.push(directory, request, PushProgress.SILENT));
    }

    double upload(Path directory, String graph) {
        return timed(() -> new DirectoryUpload(server).send(directory, graph));
    }

    /** Runs the command, and returns how long it took from its start to its end. */
    double command(String... words) {
        var line = new String[words.length + 1];
        line[0] = launcher.toString();
        System.arraycopy(words, 0, line, 1, words.length);
        var home = stage.resolve("home").toString();
        return new Command(stage.resolve("scratch"), Map.of("GRAPHKEEP_HOME", home))
                .run(line)
                .wall();
    }

    static double timed(Runnable work) {
        var begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
