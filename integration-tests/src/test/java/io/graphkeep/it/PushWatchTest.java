package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A command that pushes a directory as long as it runs. */
@ExtendWith(SharedServers.class)
class PushWatchTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path temporary;

    private final SampleGraph sample = new SampleGraph(31);
    private final ServerProcess server;

    PushWatchTest(SharedServer shared) {
        server = shared.process();
    }

    @Test
    void aChangedDirectoryIsPushedOnceItIsStill() throws IOException {
        var source = sample.lightRag(temporary.resolve("source"), 5);
        server.graphkeep("graph", "add", "watched").expect(0);
        var watch = watch(source, "watched", "--settle", "1s");
        try {
            awaitSnapshots(1);

            sample.edit(source);
            awaitSnapshots(2);

            var restored = temporary.resolve("restored");
            Shortcuts.restore(server, "latest", "watched", restored);
            assertThat(TreeListing.of(restored)).isEqualTo(TreeListing.of(source));
        } finally {
            watch.destroy();
        }
        assertThat(told().lines().filter(line -> line.startsWith("Snapshot "))).hasSize(2);
    }

    @Test
    void whatCannotBePushedAtAllEndsTheWatch() throws Exception {
        var watch = watch(Files.createDirectory(temporary.resolve("empty")), "nowhere");

        assertThat(watch.waitFor()).as(told()).isEqualTo(5);
        assertThat(told()).contains("nowhere");
    }

    private Process watch(Path source, String graph, String... options) throws IOException {
        var command =
                new ArrayList<>(List.of(Launcher.top().resolve("graphkeep").toString(), "snapshot", "push"));
        command.addAll(List.of(source.toString(), "--graph", graph, "--watch"));
        command.addAll(List.of(options));
        var environment = Map.of("GRAPHKEEP_HOME", server.home().toString());
        return Launcher.builder(environment, command)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("told").toFile())
                .start();
    }

    private void awaitSnapshots(int count) {
        Await.until(
                count + " snapshots",
                SOON,
                () -> Shortcuts.snapshots(server, "watched").size() >= count,
                this::told);
    }

    private String told() {
        try {
            return Files.readString(temporary.resolve("told"));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
