package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.ReleaseRestoreResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "release",
        description = "Remove the old content that a restore has kept aside. Repeating it does no harm.")
final class SnapshotRelease extends ServerCommand {
    @Parameters(paramLabel = "OPERATION", description = "The restore's operation id, which the restore has told.")
    String operation = "";

    SnapshotRelease(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var started = client.backup()
                .releaseRestore(ReleaseRestoreRequest.newBuilder()
                        .setOperationId(operation)
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build());
        var ended = follow(client, started.getOperation());
        if (output.isJson()) {
            output.json(streams(), ReleaseRestoreResponse.newBuilder().setOperation(ended));
            return outcome(ended);
        }
        var code = outcome(ended);
        if (code == ExitCode.DONE) {
            say("The kept content of restore " + operation + " was removed.");
        }
        return code;
    }
}
