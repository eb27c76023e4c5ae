package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetSnapshotRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "show",
        description = {
            "Show one snapshot: its state, sizes and counts.",
            "",
            "CONSISTENCY grades how still the graph was while it was copied: stopped (nothing moved, and you said with"
                    + " --stopped",
            "that its writer was stopped), quiesced (nothing moved, whether its writer was stopped or not), fuzzy"
                    + " (something",
            "changed: each file is as it was at some moment, their set may not be). STATE is completed, partial (files"
                    + " could not be read), or corrupt (stored data is damaged).",
            "See what is missing or changed: graphkeep snapshot files ID --problems"
        })
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
                        .setSnapshotId(choice.id())
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
