package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.DeleteGraphRequest;
import io.graphkeep.v1.DeleteGraphResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        aliases = "rm",
        description = {
            "Stop protecting a graph. Its source is never touched.",
            "Refused while it has snapshots, unless --force deletes them too."
        })
final class GraphRemove extends ServerCommand {
    @Parameters(paramLabel = "GRAPH", description = "The graph's id.")
    String graph = "";

    @Option(names = "--force", description = "Delete its snapshots with it. They are gone for good.")
    boolean force;

    GraphRemove(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var started = client.backup()
                .deleteGraph(DeleteGraphRequest.newBuilder()
                        .setGraphId(graph)
                        .setForce(force)
                        .setWait(seconds(1))
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build());
        var ended = follow(client, started.getOperation());
        if (output.isJson()) {
            output.json(streams(), DeleteGraphResponse.newBuilder().setOperation(ended));
            return outcome(ended);
        }
        var code = outcome(ended);
        if (code == ExitCode.DONE) {
            say("Graph " + graph + " is removed, with "
                    + Human.count(ended.getDeleteGraph().getSnapshotsDeleted(), "snapshot", "snapshots") + ".");
        }
        return code;
    }
}
