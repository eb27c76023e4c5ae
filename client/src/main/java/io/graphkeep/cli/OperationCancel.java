package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.CancelOperationRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Ask an operation to stop. Nothing half done is left behind.")
final class OperationCancel extends ServerCommand {
    @Parameters(paramLabel = "OPERATION", description = "The operation's id.")
    String operation = "";

    OperationCancel(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var answer = client.monitoring()
                .cancelOperation(CancelOperationRequest.newBuilder()
                        .setOperationId(operation)
                        .setWait(seconds(10))
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build());
        if (output.isJson()) {
            output.json(streams(), answer);
            return ExitCode.DONE;
        }
        var state = Human.word("OPERATION_STATE_", answer.getOperation().getState());
        say("Operation " + operation + " is " + state + ".");
        return ExitCode.DONE;
    }
}
