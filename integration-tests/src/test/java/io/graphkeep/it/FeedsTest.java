package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who follows events or health from the command line is told of everything once, also across a server that is killed. */
class FeedsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern GRAPH = Pattern.compile("\"graphId\":\"([^\"]*)\"");

    @TempDir
    Path temporary;

    private final List<Process> followers = new ArrayList<>();
    private Path home;
    private int port;
    private ServerProcess server;

    @BeforeEach
    void start() throws IOException {
        home = PreparedHome.at(temporary.resolve("home"));
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = ServerProcess.start(home, "GRAPHKEEP_GRPC_PORT=" + port);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (var process : followers) {
            process.destroy();
            process.waitFor();
        }
        server.close();
    }

    @Test
    void followersMissNothingAndSeeNothingTwiceWhenTheServerIsKilledAndComesBack() throws IOException {
        addGraph("before");
        follow("events.out", "events", "--follow", "--since", "1d", "--kind", "graph", "-o", "json");
        follow("health.out", "health", "--watch");
        awaitLine("events.out", "\"graphId\":\"before\"");
        awaitLine("health.out", "graph/before/backup");

        addGraph("between");
        awaitLine("events.out", "\"graphId\":\"between\"");
        server.kill();
        server = ServerProcess.start(home, "GRAPHKEEP_GRPC_PORT=" + port);
        addGraph("after");

        awaitLine("events.out", "\"graphId\":\"after\"");
        awaitLine("health.out", "graph/after/backup");
        assertThat(GRAPH.matcher(read("events.out")).results().map(found -> found.group(1)))
                .as(read("events.out"))
                .containsExactly("before", "between", "after");
        assertThat(read("health.out")).contains("degraded").contains("It has no snapshot yet.");
    }

    private void addGraph(String id) {
        try (var stubs = new Stubs(server)) {
            var graph = Graph.newBuilder()
                    .setGraphId(id)
                    .setDescription(id + " is new")
                    .setSource(Source.newBuilder().setPushed(PushedSource.getDefaultInstance()))
                    .build();
            stubs.backup()
                    .createGraph(CreateGraphRequest.newBuilder().setGraph(graph).build());
        }
    }

    private void follow(String file, String... command) throws IOException {
        var all = new ArrayList<>(List.of(Launcher.top().resolve("graphkeep").toString()));
        all.addAll(List.of(command));
        followers.add(Launcher.builder(Map.of("GRAPHKEEP_HOME", home.toString()), all)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve(file).toFile())
                .start());
    }

    private void awaitLine(String file, String text) {
        Await.until(
                file + " to tell of " + text, SOON, () -> read(file).contains(text), () -> read(file) + server.log());
    }

    private String read(String file) {
        try {
            return Files.readString(temporary.resolve(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
