package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server begins and ends, as its process shows it. */
@Order(1) // Takes longest.
class ServerLifeTest {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    @TempDir
    Path temporary;

    @Test
    void itTellsItsPortsToItsOwnerAndEndsInOrder() throws Exception {
        var home = temporary.resolve("home");
        try (var server = ServerProcess.start(home, "GRAPHKEEP_CHANNELZ_PORT=0")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("server.json"))))
                    .isEqualTo("rw-------");
            assertThat(get(server, "/livez", "")).isEqualTo(200);
            assertThat(get(server, "/readyz", "")).isEqualTo(200);
            assertThat(get(server, "/metrics", "")).isEqualTo(401);
            assertThat(get(server, "/metrics", server.adminToken())).isEqualTo(200);
            assertThat(server.log())
                    .contains("is ready: gRPC on " + server.grpc() + ", HTTP on " + server.http()
                            + ", channelz on 127.0.0.1:")
                    .doesNotContain(server.adminToken());

            assertThat(home.resolve("server.json")).content().contains("\"channelz\": \"127.0.0.1:");

            assertThat(server.stop()).isEqualTo(DONE);

            assertThat(home.resolve("server.json")).doesNotExist();
            assertThat(server.log())
                    .containsSubsequence("Calls and operations have ended", "Chores have ended", "has ended in order");
        }
        try (var again = ServerProcess.start(home)) {
            again.graphkeep("graph", "list").expect(DONE);
        }
    }

    @Test
    void aKilledServerStartsAgainAndASecondOneOnItsHomeIsRefused() {
        var home = PreparedHome.at(temporary.resolve("home"));
        try (var killed = ServerProcess.start(home)) {
            killed.kill();
        }
        try (var server = ServerProcess.start(home)) {
            assertThat(Shortcuts.graphs(server)).isEmpty();

            var second = Launcher.graphkeep(environment(home), "server");

            assertThat(second.exitCode()).isEqualTo(FAILED);
            assertThat(second.err()).contains("in use by the server with pid " + server.pid());
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void aTakenPortNamesItsKeyAndLeavesNothingRunning() throws IOException {
        var home = PreparedHome.at(temporary.resolve("home"));
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (var key : List.of("GRAPHKEEP_GRPC_PORT", "GRAPHKEEP_HTTP_PORT", "GRAPHKEEP_CHANNELZ_PORT")) {
                try (var server = ServerProcess.launch(home, key + "=" + taken.getLocalPort())) {
                    assertThat(server.awaitExit()).isEqualTo(FAILED);
                    assertThat(server.log()).contains(key, String.valueOf(taken.getLocalPort()));
                }
            }
        }
        assertThat(home.resolve("server.json")).doesNotExist();
        try (var server = ServerProcess.start(home)) {
            assertThat(Shortcuts.graphs(server)).isEmpty();
        }
    }

    @Test
    void aBadConfigurationTellsAllProblemsAtOnce() {
        var wrong = Map.of(
                "GRAPHKEEP_HOME", temporary.resolve("home").toString(),
                "GRAPHKEEP_GRPC_PORT", "many",
                "GRAPHKEEP_PAC_SIZE", "32MiB");

        var result = Launcher.graphkeep(wrong, "server");

        assertThat(result.exitCode()).isEqualTo(USAGE);
        assertThat(result.err()).contains("2 problems", "GRAPHKEEP_GRPC_PORT", "GRAPHKEEP_PAC_SIZE");
        assertThat(temporary.resolve("home")).doesNotExist();
    }

    @Test
    void aDemoKeepsToItsOwnHomeAndFindsEverythingAgain() throws IOException {
        var foreign = Files.createDirectory(temporary.resolve("foreign"));
        Files.writeString(foreign.resolve("precious"), "mine");
        var refused = Launcher.graphkeep(environment(foreign), "server", "--demo");
        assertThat(refused.exitCode()).isEqualTo(FAILED);
        assertThat(refused.err()).contains("not empty");
        assertThat(foreign).isDirectoryContaining("glob:**/precious");

        var home = temporary.resolve("demo");
        try (var demo = ServerProcess.start(home, "--demo")) {
            Await.until("the guide", Duration.ofSeconds(30), () -> demo.log().contains("Ctrl-C"), demo::log);
            assertThat(demo.log()).contains(demo.grpc(), demo.http(), "admin.token", "snapshot restore latest");
            Shortcuts.capture(demo, "demo");
            assertThat(demo.stop()).isEqualTo(DONE);
        }
        try (var demo = ServerProcess.start(home, "--demo")) {
            var restored = temporary.resolve("restored");
            Shortcuts.restore(demo, "latest", "demo", restored);
            assertThat(TreeListing.of(restored)).isEqualTo(TreeListing.of(temporary.resolve("demo-graph")));
        }
    }

    @Test
    void theOwnerMakesALostAdminTokenAnewWithTheServerStopped() {
        var home = PreparedHome.at(temporary.resolve("home"));
        String before;
        try (var server = ServerProcess.start(home)) {
            before = server.adminToken();
            server.stop();
        }

        Launcher.graphkeep(environment(home), "token", "reset-admin").expect(DONE);

        try (var server = ServerProcess.start(home)) {
            assertThat(server.adminToken()).isNotEqualTo(before);
            assertThat(get(server, "/metrics", before)).isEqualTo(401);
            assertThat(get(server, "/metrics", server.adminToken())).isEqualTo(200);
        }
    }

    private static Map<String, String> environment(Path home) {
        return Map.of("GRAPHKEEP_HOME", home.toString(), "GRAPHKEEP_GRPC_PORT", "0", "GRAPHKEEP_HTTP_PORT", "0");
    }

    private static int get(ServerProcess server, String path, String token) {
        var request = HttpRequest.newBuilder(URI.create("http://" + server.http() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
