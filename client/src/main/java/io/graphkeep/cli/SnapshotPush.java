package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.transfer.push.PushRequest;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.Snapshot;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "push",
        description = {
            "Send a directory of this machine as a snapshot of a graph that is pushed. Only what the server does not"
                    + " have travels.",
            "",
            "Files that look as they did in the graph's newest snapshot are not read. A connection that breaks is"
                    + " taken up again where it ended.",
            "Ends with 7 where files could not be read: the snapshot is there, and is PARTIAL.",
            "Example: graphkeep graph add books",
            "         graphkeep snapshot push /srv/lightrag/books --graph books"
        })
final class SnapshotPush extends ServerCommand {
    @Parameters(paramLabel = "DIR", description = "The directory, on this machine.")
    Path directory = Path.of("");

    @Option(names = "--graph", required = true, paramLabel = "GRAPH", description = "The graph's id.")
    String graph = "";

    @Option(
            names = {"-m", "--description"},
            paramLabel = "TEXT",
            description = "What it is for, for people.")
    String description = "";

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of your own; may be repeated.")
    Map<String, String> labels = Map.of();

    @Option(names = "--stopped", description = "You stopped what writes to the directory: grade the copy STOPPED.")
    boolean stopped;

    SnapshotPush(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var progress = new PushProgressLine(context().err(), context().terminal(), output.quiet || output.isJson());
        var request = new PushRequest(
                graph,
                labels,
                description,
                stopped ? Consistency.CONSISTENCY_STOPPED : Consistency.CONSISTENCY_UNSPECIFIED,
                GraphkeepClient.newRequestId());
        Snapshot snapshot;
        try {
            snapshot = client.push(directory, request, progress);
        } finally {
            progress.clear();
        }
        progress.problems().forEach(this::warn);
        if (output.isJson()) {
            output.json(streams(), snapshot);
        } else {
            say("Snapshot " + snapshot.getSnapshotId() + ": " + SnapshotText.extent(snapshot)
                    + SnapshotText.grade(snapshot) + ", " + Human.bytes(progress.sentBytes()) + " sent.");
            SnapshotText.gaps(snapshot).forEach(this::warn);
            next("Next: graphkeep snapshot pull " + snapshot.getSnapshotId() + " --graph " + graph + " --to DIR");
        }
        return SnapshotText.isPartial(snapshot) ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }
}
