package io.graphkeep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The commands that the launcher has run once, against a server of its own, while it records how both programs start: what they
 * load here, later starts find loaded.
 *
 * <p>Nothing depends on what comes of it. There is next to no work in them: what a record calls hot is compiled first.
 */
final class Rehearsal {
    private Rehearsal() {}

    /** Works in a directory that is empty. */
    public static void main(String[] arguments) throws IOException {
        var directory = Path.of(arguments[0]);
        var source = Files.createDirectory(directory.resolve("source")).toString();
        Files.writeString(directory.resolve("source/kv_store_text_chunks.json"), "{}");
        for (var line : List.of(
                List.of("health"),
                List.of("graph", "add", "pushed"),
                List.of("snapshot", "push", source, "--graph", "pushed"),
                List.of("snapshot", "push", source, "--graph", "pushed"),
                List.of("snapshot", "pull", "latest", "--graph", "pushed", "--to", directory + "/pulled"),
                List.of("snapshot", "list", "pushed"),
                List.of("events"),
                List.of("graph", "list"))) {
            var context = new CliContext(
                    System.getenv(), StandardOutput.to(OutputStream.nullOutputStream()), nowhere(), false);
            Main.run(context, line.toArray(String[]::new));
        }
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
