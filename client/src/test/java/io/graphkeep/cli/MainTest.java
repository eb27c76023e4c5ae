package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "graph add",
                "graph list",
                "graph show",
                "graph update",
                "graph remove",
                "snapshot create",
                "snapshot list",
                "snapshot show",
                "snapshot files",
                "snapshot diff",
                "snapshot restore",
                "snapshot release",
                "snapshot hold",
                "snapshot delete",
                "operation list",
                "operation show",
                "operation watch",
                "operation cancel",
                "token reset-admin",
                "token create",
                "token list",
                "token revoke",
                "stats",
                "health",
                "info",
                "version"
            })
    void everyCommandExplainsItself(String command) {
        var run = CommandRun.of(Map.of(), (command + " --help").split(" "));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: graphkeep " + command);
    }

    @Test
    void helpListsEveryExitCode() {
        var help = CommandRun.of(Map.of(), "--help").out();

        for (var code : ExitCode.values()) {
            assertThat(help).contains(code.number() + " ").contains(code.meaning());
        }
    }

    @Test
    void aMisspeltCommandIsAnsweredWithTheNearest() {
        var run = CommandRun.of(Map.of(), "snapshto", "list");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("Did you mean: graphkeep snapshot");
    }

    @Test
    void withoutAServerTheReaderIsToldHowToStartOne() {
        var run = CommandRun.of(Map.of("GRAPHKEEP_HOME", home.toString()), "graph", "list");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.err()).contains("No Graphkeep server runs on " + home).contains("graphkeep server");
    }

    @Test
    void whileAServerHoldsTheHomeTheReaderIsToldToWait() throws IOException {
        var lock = home.resolve("server.lock");
        var pid = ProcessHandle.current().pid();
        Files.writeString(lock, pid + "\n");
        try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            channel.lock();

            var run = CommandRun.of(Map.of("GRAPHKEEP_HOME", home.toString()), "graph", "list");

            assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
            assertThat(run.err()).contains("(pid " + pid + ") is starting").doesNotContain("Start one");
        }
    }

    @Test
    void aLockThatNobodyHoldsIsNoServer() throws IOException {
        Files.writeString(home.resolve("server.lock"), ProcessHandle.current().pid() + "\n");

        var run = CommandRun.of(Map.of("GRAPHKEEP_HOME", home.toString()), "graph", "list");

        assertThat(run.err()).contains("No Graphkeep server runs on " + home);
    }

    @Test
    void anErrorWithoutAReasonHasNoSuchMemberInJson() {
        var run = CommandRun.of(Map.of("GRAPHKEEP_HOME", home.toString()), "graph", "list", "-o", "json");

        assertThat(run.err()).contains("\"code\":\"UNAVAILABLE\"").doesNotContain("\"reason\"");
    }

    @Test
    void aServerThatDoesNotAnswerInTimeIsSaidSo() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(home.resolve("server.json"), "{\"grpc\": \"127.0.0.1:" + silent.getLocalPort() + "\"}");
            Files.writeString(home.resolve("admin.token"), "gk_secret");

            var run = CommandRun.of(Map.of("GRAPHKEEP_HOME", home.toString()), "graph", "list", "--timeout", "1");

            assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
            assertThat(run.err())
                    .contains("'graphkeep graph list' was given up")
                    .contains("within 1 second.")
                    .contains("--timeout")
                    .doesNotContain("ClientCall");
        }
    }

    @Test
    void theLatestSnapshotIsOneOfAGraph() throws IOException {
        Files.writeString(home.resolve("server.json"), "{\"grpc\": \"127.0.0.1:1\"}");
        Files.writeString(home.resolve("admin.token"), "gk_secret");

        var run = CommandRun.of(Map.of("GRAPHKEEP_HOME", home.toString()), "snapshot", "show", "latest");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--graph GRAPH");
    }

    @Test
    void theAdminTokenOfThisMachineIsNotSentElsewhere() throws IOException {
        Files.writeString(home.resolve("admin.token"), "gk_secret");

        var run = CommandRun.of(
                Map.of("GRAPHKEEP_HOME", home.toString()), "graph", "list", "--server", "other.example:50051");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED.number());
        assertThat(run.err()).contains("GRAPHKEEP_TOKEN_FILE").doesNotContain("gk_secret");
    }

    @Test
    void aServerThatIsGoneIsUnreachable() throws IOException {
        Files.writeString(home.resolve("server.json"), "{\"grpc\": \"127.0.0.1:1\", \"tls\": false, \"pid\": 1}");
        Files.writeString(home.resolve("admin.token"), "gk_secret");

        var run = CommandRun.of(Map.of("GRAPHKEEP_HOME", home.toString()), "graph", "list", "--timeout", "5");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.err())
                .contains("No answer from 127.0.0.1:1: Connection refused")
                .doesNotContain("gk_secret");
    }

    @Test
    void aDescriptionThatIsNotOneIsExplained() throws IOException {
        Files.writeString(home.resolve("server.json"), "not json {");

        var run = CommandRun.of(Map.of("GRAPHKEEP_HOME", home.toString()), "graph", "list");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(run.err()).contains("server.json");
    }

    @Test
    void aCallOfNoTimeIsRefused() {
        var run = CommandRun.of(Map.of(), "graph", "list", "--timeout", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--timeout is 1 second or more");
    }

    @Test
    void aPortOfAnotherProtocolIsSaidToBeOne() throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.start();
        try {
            var run = CommandRun.of(
                    Map.of("GRAPHKEEP_TOKEN", "gk_secret"),
                    "graph",
                    "list",
                    "--server",
                    "127.0.0.1:" + http.getAddress().getPort());

            assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
            assertThat(run.err()).contains("looks like the HTTP port").doesNotContain("xception");
        } finally {
            http.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"graph", "snapshot", "operation", "token"})
    void everyGroupHasItsHelp(String group) {
        var run = CommandRun.of(Map.of(), group, "help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: graphkeep " + group);
    }

    @Test
    void theVersionIsToldInEachForm() {
        assertThat(CommandRun.of(Map.of(), "--version").out()).startsWith("graphkeep ");
        assertThat(CommandRun.of(Map.of(), "version").out()).startsWith("graphkeep ");
        assertThat(CommandRun.of(Map.of(), "version", "-o", "json").out()).contains("\"version\": ");
    }

    @Test
    void wrongUsageIsJsonToo() {
        var run = CommandRun.of(Map.of(), "graph", "show", "-o", "json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err())
                .startsWith("{\"error\":{\"code\":\"INVALID_ARGUMENT\"")
                .contains("GRAPH");
    }

    @Test
    void theHomeOfTheUserIsWhatTheShellTakesForIt() {
        assertThat(LocalServer.home(Map.of("HOME", "/home/me"))).isEqualTo(Path.of("/home/me/.graphkeep"));
        assertThat(LocalServer.home(Map.of("HOME", "/home/me", "GRAPHKEEP_HOME", "~/gk")))
                .isEqualTo(Path.of("/home/me/gk"));
        assertThat(LocalServer.home(Map.of())).isEqualTo(Path.of(System.getProperty("user.home"), ".graphkeep"));
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(CommandRun.of(Map.of(), "generate-completion").out())
                .contains("snapshot")
                .contains("restore");
    }
}
