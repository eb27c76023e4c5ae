package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no rule keeps goes, its bytes go, and what stays restores. */
class CleanupTest {
    @TempDir
    Path temporary;

    @Test
    void aCleanupExplainsItselfThenFreesSpaceAndLeavesTheRestWhole() {
        var sample = new SampleGraph(21);
        var source = sample.lightRag(temporary.resolve("source"), 20);
        try (var server = ServerProcess.start(PreparedHome.at(temporary.resolve("home")))) {
            server.graphkeep("graph", "add", "books", "--path", source.toString(), "--protected-days", "0")
                    .expect(0);
            var shown = server.graphkeep("graph", "update", "books", "--keep-last", "1")
                    .expect(0)
                    .out();
            assertThat(shown).containsPattern("keeps +last 1");
            for (var snapshot = 0; snapshot < 3; snapshot++) {
                sample.edit(source);
                sample.fresh(source.resolve("fresh"), 5, 2_000_000);
                Shortcuts.capture(server, "books");
            }
            var before = TreeListing.of(source);
            var stored = bytes(server.home().resolve("store/packs"));

            var dry = server.graphkeep("cleanup", "--dry-run").expect(0).out();
            assertThat(dry).contains("Would remove 2 of 3 snapshots").contains("No rule keeps it.");
            assertThat(bytes(server.home().resolve("store/packs"))).isEqualTo(stored);

            var done = server.graphkeep("cleanup").expect(0).out();
            assertThat(done).contains("Removed 2 of 3 snapshots");
            assertThat(bytes(server.home().resolve("store/packs"))).isLessThan(stored - 2_000_000);

            var to = temporary.resolve("to");
            Shortcuts.restore(server, "latest", "books", to);
            assertThat(TreeListing.of(to)).isEqualTo(before);
            assertThat(server.graphkeep("cleanup").expect(0).out()).contains("Removed 0 of 1 snapshot, and 0 B");
        }
    }

    private static long bytes(Path directory) {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
