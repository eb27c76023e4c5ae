package io.graphkeep.server.demo;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.GraphkeepException;
import io.graphkeep.client.Transport;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphKind;
import io.graphkeep.v1.Source;
import io.grpc.Status;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Puts the sample graph under the protection of a server that runs, as any client would, and tells what to try next. */
public final class Demo {
    private static final String ID = "demo";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DemoHome home;
    private final PrintStream out;

    public Demo(DemoHome home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /**
     * Protects the sample graph unless it is, and prints the guide.
     *
     * @param grpc host and port of the server
     * @param token the file with the admin token
     */
    public void present(String grpc, String http, Transport transport, Path token) throws IOException {
        home.makeGraph();
        var secret = Files.readString(token).strip();
        try (var client = GraphkeepClient.builder()
                .server(grpc)
                .transport(transport)
                .token(secret)
                .timeout(PATIENCE)
                .connect()) {
            protect(client);
        }
        guide(grpc, http, token).forEach(out::println);
    }

    private void protect(GraphkeepClient client) {
        var source = DirectorySource.newBuilder().setPath(home.graph().toString());
        var graph = Graph.newBuilder()
                .setGraphId(ID)
                .setDescription("Forty letters about lighthouses, made up for the demo")
                .setKind(GraphKind.GRAPH_KIND_LIGHT_RAG)
                .setSource(Source.newBuilder().setDirectory(source));
        try {
            client.backup()
                    .createGraph(CreateGraphRequest.newBuilder().setGraph(graph).build());
        } catch (GraphkeepException failure) {
            if (failure.code() != Status.Code.ALREADY_EXISTS) {
                throw failure;
            }
        }
    }

    private List<String> guide(String grpc, String http, Path token) {
        var restored = home.directory().resolveSibling(home.directory().getFileName() + "-restored");
        var command = "GRAPHKEEP_HOME=" + home.directory() + " ./graphkeep ";
        return List.of(
                "",
                "The demo is ready. It protects a sample graph, " + ID + ".",
                "",
                "  gRPC port   " + grpc,
                "  HTTP port   " + http + " (/livez, /readyz, /metrics)",
                "  token       " + token,
                "  home        " + home.directory(),
                "  graph data  " + home.graph(),
                "",
                "Try in another terminal, in this directory:",
                "",
                "  " + command + "snapshot create " + ID,
                "  " + command + "snapshot list " + ID,
                "  " + command + "snapshot restore latest --graph " + ID + " --to " + restored,
                "",
                "Ctrl-C stops it; the next start finds everything as it was.",
                "");
    }
}
