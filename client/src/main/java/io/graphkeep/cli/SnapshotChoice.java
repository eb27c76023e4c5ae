package io.graphkeep.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which snapshot is meant: by its id, or the latest of a graph. */
final class SnapshotChoice {
    @Parameters(paramLabel = "ID|latest", description = "The snapshot's id, or 'latest' with --graph.")
    String snapshot = "";

    @Option(
            names = {"-g", "--graph"},
            paramLabel = "GRAPH",
            description = "The graph whose latest snapshot is meant (with an id: checked against it).")
    String graph = "";

    /** The snapshot in a request: its id, or 'latest', which is one of a graph. */
    String id() {
        if (snapshot.equals("latest") && graph.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "'latest' is the latest snapshot of a graph: which one?",
                    "Name it with --graph GRAPH.");
        }
        return snapshot;
    }
}
