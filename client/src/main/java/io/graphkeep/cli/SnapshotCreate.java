package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.CreateSnapshotResponse;
import io.graphkeep.v1.Hold;
import io.graphkeep.v1.Operation;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = {
            "Take a snapshot of a graph now. Only what is new is stored.",
            "",
            "Ends with 7 where files could not be read: the snapshot is there, is PARTIAL, and says which.",
            "Ends with 0 where files changed while they were read: the snapshot is whole, and graded FUZZY.",
            "Example: graphkeep snapshot create books -m 'before the upgrade'"
        })
final class SnapshotCreate extends ServerCommand {
    @Parameters(paramLabel = "GRAPH", description = "The graph's id.")
    String graph = "";

    @Option(
            names = {"-m", "--description"},
            paramLabel = "TEXT",
            description = "What it is for, for people.")
    String description = "";

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of your own; may be repeated.")
    Map<String, String> labels = Map.of();

    @Option(names = "--hold", paramLabel = "REASON", description = "Keep it from deletion until the hold is released.")
    String hold = "";

    @Option(names = "--stopped", description = "You stopped what writes to the graph: grade the copy STOPPED.")
    boolean stopped;

    @Option(names = "--force-read", description = "Read every file, also those that look unchanged.")
    boolean forceRead;

    @Option(
            names = "--allow-empty",
            description =
                    "Accept a source without any file although the newest snapshot has some; that is refused otherwise,"
                            + " because it looks like a lost mount. A first snapshot may always be empty.")
    boolean allowEmpty;

    @Option(names = "--no-wait", description = "Return as soon as it has started; follow it with 'operation watch'.")
    boolean noWait;

    SnapshotCreate(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var request = CreateSnapshotRequest.newBuilder()
                .setGraphId(graph)
                .setDescription(description)
                .putAllLabels(labels)
                .setSourceStopped(stopped)
                .setForceRead(forceRead)
                .setAllowEmpty(allowEmpty)
                .setRequestId(GraphkeepClient.newRequestId());
        if (!hold.isEmpty()) {
            request.setHold(Hold.newBuilder().setReason(hold));
        }
        var started = client.backup().createSnapshot(request.build()).getOperation();
        if (noWait) {
            return told(
                    CreateSnapshotResponse.newBuilder().setOperation(started).build());
        }
        var ended = follow(client, started);
        if (output.isJson()) {
            output.json(streams(), CreateSnapshotResponse.newBuilder().setOperation(ended));
        }
        var code = outcome(ended);
        return code == ExitCode.DONE ? done(ended) : code;
    }

    private ExitCode told(CreateSnapshotResponse started) {
        if (output.isJson()) {
            output.json(streams(), started);
        } else {
            say(started.getOperation().getOperationId());
            next("Next: graphkeep operation watch " + started.getOperation().getOperationId());
        }
        return ExitCode.DONE;
    }

    private ExitCode done(Operation ended) {
        var snapshot = ended.getSnapshot();
        if (!output.isJson()) {
            say("Snapshot " + snapshot.getSnapshotId() + ": " + SnapshotText.extent(snapshot)
                    + SnapshotText.grade(snapshot) + ".");
            SnapshotText.gaps(snapshot).forEach(this::warn);
            var findings = ended.getCaptureFindings();
            FindingsText.ofPaths(findings.getFindingsList(), findings.getFindingsTotal(), ended.getOperationId())
                    .forEach(context().err()::println);
            next("Next: graphkeep snapshot restore " + snapshot.getSnapshotId() + " --graph " + graph + " --to DIR");
        }
        return SnapshotText.isPartial(snapshot) ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }
}
