package io.graphkeep.cli;

import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that change which directory a graph is read from, and what of it is left out. */
final class SourceOptions {
    private static final String DIRECTORY = "source.directory.";

    @Option(
            names = "--path",
            paramLabel = "DIR",
            description =
                    "Read it from this directory, as the server sees it, from now on. Its snapshots stay; the next one"
                            + " reads every file.")
    @Nullable
    Path path;

    @Option(
            names = "--node",
            paramLabel = "NODE",
            description = "The server process that sees the directory; ask that one.")
    @Nullable
    String node;

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Leave out what matches, too; may be repeated.")
    List<String> excludes = List.of();

    @Option(names = "--unexclude", paramLabel = "GLOB", description = "Leave it out no longer; may be repeated.")
    List<String> unexcludes = List.of();

    /** The paths of a graph's fields that these options set. */
    List<String> paths() {
        var paths = new ArrayList<String>();
        if (path != null) {
            paths.add(DIRECTORY + "path");
        }
        if (node != null) {
            paths.add(DIRECTORY + "node");
        }
        if (!excludes.isEmpty() || !unexcludes.isEmpty()) {
            paths.add(DIRECTORY + "excludes");
        }
        return List.copyOf(paths);
    }

    /** What these options make of the source that there is. */
    Source source(Graph present) {
        if (!present.getSource().hasDirectory()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Graph " + present.getGraphId() + " is pushed by its clients: it has no directory to change.",
                    "Add a graph of its own for a directory: graphkeep graph add GRAPH --path DIR");
        }
        var directory = present.getSource().getDirectory().toBuilder();
        if (path != null) {
            directory.setPath(path.toAbsolutePath().normalize().toString());
        }
        if (node != null) {
            directory.setNode(node);
        }
        var patterns = excludes(directory);
        return Source.newBuilder()
                .setDirectory(directory.clearExcludes().addAllExcludes(patterns))
                .build();
    }

    private List<String> excludes(DirectorySource.Builder present) {
        var patterns = new LinkedHashSet<>(present.getExcludesList());
        for (var gone : unexcludes) {
            if (!patterns.remove(gone)) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "The graph does not leave out '" + gone + "'.",
                        patterns.isEmpty()
                                ? "It leaves out nothing."
                                : "It leaves out: " + String.join("  ", patterns));
            }
        }
        patterns.addAll(excludes);
        return List.copyOf(patterns);
    }
}
