package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.DeleteSnapshotRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "delete",
        aliases = "rm",
        description = {
            "Delete a snapshot, for good.",
            "Refused while it is held or needed by a recovery point, and within the protected period without --force.",
            "For 'latest' it says which snapshot that is, and deletes it only with --yes.",
            "",
            "Example: graphkeep snapshot delete latest --graph books"
        })
final class SnapshotDelete extends ServerCommand {
    @Mixin
    SnapshotChoice choice = new SnapshotChoice();

    @Option(names = "--yes", description = "With 'latest': delete whichever it is, without saying so first.")
    boolean yes;

    @Option(names = "--force", description = "As an admin: delete it within its protected period.")
    boolean force;

    SnapshotDelete(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var snapshot = choice.isLatest() ? confirmed(client) : choice.resolved(client);
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

    /** The latest changes with each capture: whoever names it is to see which one goes. */
    private String confirmed(GraphkeepClient client) {
        var latest = choice.found(client);
        if (!yes) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "The latest snapshot of graph " + choice.graph + " is " + latest.getSnapshotId() + ", of "
                            + Human.moment(latest.hasCutTime(), latest.getCutTime()) + ", "
                            + SnapshotText.extent(latest) + ". Nothing was deleted.",
                    "If this one is to go, for good: graphkeep snapshot delete " + latest.getSnapshotId()
                            + ", or the same command with --yes.");
        }
        return latest.getSnapshotId();
    }
}
