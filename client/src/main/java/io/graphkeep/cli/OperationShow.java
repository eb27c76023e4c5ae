package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetOperationRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show one operation: its state, progress, result or error.")
final class OperationShow extends ServerCommand {
    @Parameters(paramLabel = "OPERATION", description = "The operation's id.")
    String operation = "";

    OperationShow(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var answer = client.monitoring()
                .getOperation(GetOperationRequest.newBuilder()
                        .setOperationId(operation)
                        .build());
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            output.lines(streams(), OperationText.details(answer.getOperation()));
        }
        return ExitCode.DONE;
    }
}
