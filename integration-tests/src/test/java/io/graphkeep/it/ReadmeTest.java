package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the README, run as it is written there, but for where its files and ports are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(1) // Takes longest.
class ReadmeTest {
    /** The commands that have a test of their own below, or are what runs this one. */
    private static final List<String> STARTS = List.of("./graphkeep server --demo", "mvn verify", "./graphkeep server");

    /** Takes an hour: the build asks it only how it is run. */
    private static final String BENCHMARKS = "integration-tests/bench/run";

    private static final String BENCHMARK = BENCHMARKS + " compare";

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```");

    @TempDir
    static Path temporary;

    private ServerProcess server;

    /** Stands for {@code ./graphkeep server} in the first terminal. */
    @BeforeAll
    void start() {
        new SampleGraph(5).lightRag(temporary.resolve("books"), 3);
        server = ServerProcess.start(temporary.resolve(".graphkeep"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void everyCommandIsOneThatIsTriedHere() throws IOException {
        assertThat(commands()).containsAll(STARTS);
        assertThat(commands())
                .allMatch(command -> STARTS.contains(command)
                        || command.equals(BENCHMARK)
                        || command.startsWith("./graphkeep ")
                        || command.startsWith("grpcurl "));
    }

    @Test
    void theBenchmarkSaysHowItIsRun() {
        var said = Launcher.run(
                Map.of(), List.of(Launcher.top().resolve(BENCHMARKS).toString()));

        assertThat(said.expect(2).err()).contains("usage: " + BENCHMARKS).contains("  compare ");
    }

    @Test
    @Order(1)
    void theCommandsOfTheFirstGraphWork() throws IOException {
        for (var command : commands()) {
            if (command.startsWith("./graphkeep ") && !STARTS.contains(command)) {
                shell(command).expect(0);
            }
        }
        assertThat(TreeListing.of(temporary.resolve("books-restored")))
                .isEqualTo(TreeListing.of(temporary.resolve("books")));
        assertThat(belowTop("library-pulled")).isEqualTo(belowTop("books"));
        assertThat(temporary.resolve("FILE")).isNotEmptyFile();
    }

    @Test
    @Order(2)
    @Tag("needs-grpcurl")
    void theCallsOfGrpcurlAreAnswered() throws IOException {
        var calls = commands().stream()
                .filter(command -> command.startsWith("grpcurl "))
                .toList();

        assertThat(calls).hasSizeGreaterThan(1);
        for (var call : calls) {
            assertThat(shell(call).expect(0).out()).isNotBlank();
        }
    }

    @Test
    void theDemoShowsWhatToTryAndThatWorks() {
        try (var demo = ServerProcess.start(temporary.resolve("demo"), "--demo")) {
            Await.until(
                    "the demo's guide", Duration.ofSeconds(20), () -> demo.log().contains("Ctrl-C stops it"));
            var tries = demo.log()
                    .lines()
                    .filter(line -> line.contains("./graphkeep "))
                    .toList();

            assertThat(tries).hasSize(3);
            for (var command : tries) {
                shell(command.strip()).expect(0);
            }
            assertThat(TreeListing.of(temporary.resolve("demo-restored")))
                    .isEqualTo(TreeListing.of(temporary.resolve("demo-graph")));
            assertThat(demo.stop()).isZero();
        }
    }

    /** A pull makes the top directory itself, and all that is below it as it was. */
    private static SortedMap<String, String> belowTop(String directory) {
        var listing = TreeListing.of(temporary.resolve(directory));
        listing.remove("");
        return listing;
    }

    private Launcher.Result shell(String command) {
        var here = command.replace("/srv/lightrag", temporary.toString())
                .replace("--to FILE", "--to " + temporary.resolve("FILE"))
                .replace("localhost:50051", server.grpc());
        var environment = Map.of(
                "HOME", temporary.toString(),
                "GRAPHKEEP_HOME", server.home().toString(),
                "JAVA_HOME", System.getProperty("java.home"));
        return Launcher.run(environment, List.of("bash", "-c", "cd '" + Launcher.top() + "' && " + here));
    }

    private static List<String> commands() throws IOException {
        return BLOCK.matcher(Files.readString(Launcher.top().resolve("README.md")))
                .results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> !line.isBlank())
                .toList();
    }
}
