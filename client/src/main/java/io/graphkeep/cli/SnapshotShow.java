package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetSnapshotRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "show", description = "Show one snapshot: its state, sizes and counts.")
final class SnapshotShow extends ServerCommand {
    @Mixin
    SnapshotChoice choice = new SnapshotChoice();

    SnapshotShow(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var answer = client.backup()
                .getSnapshot(GetSnapshotRequest.newBuilder()
                        .setSnapshotId(choice.snapshot)
                        .setGraphId(choice.graph)
                        .build());
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            output.lines(streams(), SnapshotText.details(answer.getSnapshot()));
        }
        return ExitCode.DONE;
    }
}
