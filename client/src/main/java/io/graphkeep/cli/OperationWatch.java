package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetOperationRequest;
import io.graphkeep.v1.GetOperationResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = "Follow an operation to its end; the exit code is its outcome, 7 where something was left out.")
final class OperationWatch extends ServerCommand {
    @Parameters(paramLabel = "OPERATION", description = "The operation's id.")
    String operation = "";

    OperationWatch(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var present = client.monitoring()
                .getOperation(GetOperationRequest.newBuilder()
                        .setOperationId(operation)
                        .build());
        var ended = follow(client, present.getOperation());
        if (output.isJson()) {
            output.json(streams(), GetOperationResponse.newBuilder().setOperation(ended));
        } else {
            output.lines(streams(), OperationText.details(ended));
        }
        var code = outcome(ended);
        return code == ExitCode.DONE && OperationText.isIncomplete(ended) ? ExitCode.INCOMPLETE : code;
    }
}
