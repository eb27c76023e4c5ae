package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.DeleteSnapshotRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        aliases = "rm",
        description = {
            "Delete a snapshot, for good.",
            "Refused while it is held or needed by a recovery point, and within the protected period without --force."
        })
final class SnapshotDelete extends ServerCommand {
    @Parameters(paramLabel = "ID", description = "The snapshot's id ('latest' is not accepted here).")
    String snapshot = "";

    @Option(names = "--force", description = "As an admin: delete it within its protected period.")
    boolean force;

    SnapshotDelete(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var answer = client.backup()
                .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                        .setSnapshotId(snapshot)
                        .setForce(force)
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build());
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            say("Snapshot " + snapshot + " is deleted.");
        }
        return ExitCode.DONE;
    }
}
