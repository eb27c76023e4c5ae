package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.SnapshotRef;
import io.graphkeep.v1.GetSnapshotRequest;
import io.graphkeep.v1.Snapshot;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which snapshot is meant: by its id, or the latest of a graph. */
final class SnapshotChoice {
    private static final String LATEST = "latest";

    @Parameters(index = "0", paramLabel = "ID|latest", description = "The snapshot's id, or 'latest' with --graph.")
    String snapshot = "";

    @Option(
            names = {"-g", "--graph"},
            paramLabel = "GRAPH",
            description = "The graph whose latest snapshot is meant (with an id: checked against it).")
    String graph = "";

    /** Whether the snapshot is not named by its id. */
    boolean isLatest() {
        return snapshot.equals(LATEST);
    }

    /** The id itself, for a request that takes nothing else: looked up where a graph is named. */
    String resolved(GraphkeepClient client) {
        return isLatest() || !graph.isEmpty() ? found(client).getSnapshotId() : snapshot;
    }

    /** The snapshot as the server has it now. */
    Snapshot found(GraphkeepClient client) {
        return client.backup()
                .getSnapshot(GetSnapshotRequest.newBuilder()
                        .setSnapshotId(id())
                        .setGraphId(graph)
                        .build())
                .getSnapshot();
    }

    /** The snapshot for a transfer. */
    SnapshotRef ref() {
        return new SnapshotRef(id(), graph);
    }

    /** The snapshot in a request: its id, or 'latest', which is one of a graph. */
    String id() {
        if (isLatest() && graph.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "'latest' is the latest snapshot of a graph: which one?",
                    "Name it with --graph GRAPH.");
        }
        return snapshot;
    }
}
