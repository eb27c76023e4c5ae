package io.graphkeep.server.demo;

import io.graphkeep.server.config.ServerConfig;
import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The home that a demo runs on: empty when it first came, and marked as its own since.
 *
 * <p>A demo touches no other home, no store outside of its own and no database of someone else's.
 *
 * @param graph the directory of the sample graph: beside the home, because nothing inside of it is ever a source
 */
public record DemoHome(Path directory, Path graph) {
    private static final String MARK = "demo";

    /** Takes the home that is configured, if it may be a demo's; to be called before anything is written to it. */
    public static DemoHome claim(ServerConfig config) {
        var directory = config.home().directory().toAbsolutePath().normalize();
        refuseWhatIsNotItsOwn(config, directory);
        try {
            var mark = directory.resolve(MARK);
            if (!Files.exists(mark)) {
                refuseUnlessEmpty(directory);
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                Files.writeString(mark, "This home was made by graphkeep server --demo.\n");
            }
            return new DemoHome(directory, directory.resolveSibling(directory.getFileName() + "-graph"));
        } catch (IOException failure) {
            throw new StartRefused("The demo's home " + directory + " cannot be used: " + failure, failure);
        }
    }

    /** Makes the sample graph, once: one that was deleted since is for the snapshots to bring back. */
    boolean makeGraph() throws IOException {
        var made = directory.resolve(MARK + ".graph");
        if (Files.exists(made)) {
            return false;
        }
        if (Files.exists(graph)) {
            throw new StartRefused("The directory " + graph
                    + " is in the way of the demo's sample graph: move it away, or set GRAPHKEEP_HOME to"
                    + " another home.");
        }
        // Whole or not at all: a start that is broken off here leaves nothing in the way of the next.
        var making = directory.resolve(MARK + ".making");
        remove(making);
        SampleGraph.write(making);
        Files.move(making, graph, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(made, graph + "\n");
        return true;
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static void refuseWhatIsNotItsOwn(ServerConfig config, Path directory) {
        if (config.database().external() != null) {
            throw new StartRefused("A demo runs on a database of its own: unset GRAPHKEEP_DB_URL.");
        }
        if (!config.store().url().directory().toAbsolutePath().normalize().startsWith(directory)) {
            throw new StartRefused("A demo keeps its store in its own home: unset GRAPHKEEP_STORE.");
        }
    }

    private static void refuseUnlessEmpty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                throw new StartRefused(
                        "The home " + directory + " is not empty and not a demo's: a demo touches no other. "
                                + "Set GRAPHKEEP_HOME to an empty directory, or start without --demo.");
            }
        }
    }
}
