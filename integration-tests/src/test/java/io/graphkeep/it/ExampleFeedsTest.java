package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.Transport;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.ListEventsRequest;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.SortOrder;
import io.graphkeep.v1.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example clients follow the feeds of a server over TLS while it is killed and comes back. */
@Tag("needs-openssl")
@Tag("needs-python")
@Tag("needs-go")
@Tag("needs-node")
class ExampleFeedsTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path temporary;
    private final Certificates certificates;

    ExampleFeedsTest(@TempDir Path temporary) {
        this.temporary = temporary;
        certificates = new Certificates(temporary);
    }

    @Test
    void aFollowerMissesNoEventAndSeesNoneTwiceAcrossAKill() throws IOException {
        certificates.authority("ca");
        certificates.certificate("ca", "server");
        var home = PreparedHome.at(temporary.resolve("home"));
        var followers = new TreeMap<String, Process>();
        try (var first = start(home, "0")) {
            create(first, "before");
            follow(first, "python", ExampleClient.python(temporary.resolve("python")), followers);
            follow(first, "go", ExampleClient.go(temporary.resolve("go")), followers);
            follow(first, "node", ExampleClient.node(temporary.resolve("node")), followers);
            awaitAll(followers, "GRAPH_CREATED");
            create(first, "during");
            first.kill();

            try (var second = start(home, first.grpc().substring(first.grpc().lastIndexOf(':') + 1))) {
                create(second, "after");
                var all = events(second);

                awaitAll(followers, "event " + all.getLast() + " ");
                for (var name : followers.keySet()) {
                    assertThat(sequences(name)).as(name).isEqualTo(all);
                    assertThat(said(name)).as(name).contains("trying again", "health ");
                }
            }
        } finally {
            followers.values().forEach(Process::destroyForcibly);
        }
    }

    private ServerProcess start(Path home, String port) {
        return ServerProcess.start(
                home,
                "GRAPHKEEP_GRPC_PORT=" + port,
                "GRAPHKEEP_TLS_CERT=" + certificates.pem("server"),
                "GRAPHKEEP_TLS_KEY=" + certificates.key("server"));
    }

    private void follow(ServerProcess server, String name, ExampleClient client, Map<String, Process> followers) {
        var environment = ExampleClient.environment(server);
        environment.put("GRAPHKEEP_CA", certificates.pem("ca").toString());
        followers.put(name, client.start(environment, output(name), "follow"));
    }

    private void awaitAll(Map<String, Process> followers, String text) {
        followers.forEach((name, follower) -> Await.until(
                name + " to say " + text,
                SOON,
                () -> {
                    if (!follower.isAlive()) {
                        throw new AssertionError(name + " ended: " + said(name));
                    }
                    return said(name).contains(text);
                },
                () -> said(name)));
    }

    private Path output(String name) {
        return temporary.resolve(name + ".out");
    }

    private String said(String name) {
        try {
            return Files.readString(output(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<Long> sequences(String name) {
        return said(name)
                .lines()
                .filter(line -> line.startsWith("event "))
                .map(line -> Long.valueOf(line.split(" ", 3)[1]))
                .toList();
    }

    private void create(ServerProcess server, String graph) {
        try (var client = connect(server)) {
            client.backup()
                    .createGraph(CreateGraphRequest.newBuilder()
                            .setGraph(Graph.newBuilder()
                                    .setGraphId(graph)
                                    .setSource(Source.newBuilder().setPushed(PushedSource.getDefaultInstance())))
                            .build());
        }
    }

    private List<Long> events(ServerProcess server) {
        try (var client = connect(server)) {
            return client
                    .monitoring()
                    .listEvents(ListEventsRequest.newBuilder()
                            .setPageSize(1000)
                            .setOrder(SortOrder.SORT_ORDER_OLDEST_FIRST)
                            .build())
                    .getEventsList()
                    .stream()
                    .map(event -> event.getSequence())
                    .toList();
        }
    }

    private GraphkeepClient connect(ServerProcess server) {
        return GraphkeepClient.builder()
                .server(server.grpc())
                .transport(new Transport.Tls(certificates.pem("ca"), null, null))
                .token(server.adminToken())
                .timeout(Duration.ofSeconds(30))
                .connect();
    }
}
