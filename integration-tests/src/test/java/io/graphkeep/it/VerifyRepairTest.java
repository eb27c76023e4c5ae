package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage on the disk of a running server: found, named, healed from the source, and gone from its health. */
class VerifyRepairTest {
    @TempDir
    Path temporary;

    @Test
    void damageIsFoundNamedAndHealed() throws IOException {
        var source = new SampleGraph(31).lightRag(temporary.resolve("source"), 20);
        try (var server = ServerProcess.start(PreparedHome.at(temporary.resolve("home")))) {
            Shortcuts.protect(server, "books", source);
            Shortcuts.capture(server, "books");
            assertThat(server.graphkeep("verify").expect(0).out()).contains("Intact at the level content");
            assertThat(server.graphkeep("snapshot", "show", "latest", "--graph", "books")
                            .expect(0)
                            .out())
                    .containsPattern("verified +content, intact");
            assertThat(server.graphkeep("repair").expect(0).out()).contains("nothing was changed");

            damage(server.home().resolve("store/packs"));
            var found = server.graphkeep("verify", "--graph", "books");
            assertThat(found.exitCode()).isNotZero();
            assertThat(found.out()).contains("Damaged at the level content").contains(" of graph books, in packs/");
            Await.until(
                    "health to tell of the damage",
                    Duration.ofSeconds(30),
                    () -> WebPage.of(server.http(), "/readyz", server.adminToken())
                            .text()
                            .contains("damaged data"),
                    server::log);
            assertThat(server.graphkeep("health").out()).contains("damaged data");

            assertThat(server.graphkeep("repair", "--graph", "books").expect(0).out())
                    .contains("1 snapshot is whole again");
            var to = temporary.resolve("to");
            Shortcuts.restore(server, "latest", "books", to);
            assertThat(TreeListing.of(to)).isEqualTo(TreeListing.of(source));
            assertThat(server.graphkeep("verify", "--graph", "books").expect(0).out())
                    .contains("Intact");
        }
    }

    /** Flips a bit in the middle of the largest pack. */
    private static void damage(Path packs) throws IOException {
        try (var files = Files.walk(packs)) {
            var file = files.filter(Files::isRegularFile)
                    .max((one, other) ->
                            Long.compare(one.toFile().length(), other.toFile().length()))
                    .orElseThrow();
            var bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
    }
}
