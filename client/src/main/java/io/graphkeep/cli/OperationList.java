package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.ListOperationsRequest;
import io.graphkeep.v1.ListOperationsResponse;
import io.graphkeep.v1.OperationState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", aliases = "ls", description = "List operations, newest first. They are kept 30 days.")
final class OperationList extends ServerCommand {
    @Option(
            names = {"-g", "--graph"},
            paramLabel = "GRAPH",
            description = "Only those on this graph.")
    String graph = "";

    @Option(names = "--running", description = "Only those that wait or run.")
    boolean running;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "50",
            description = "At most this many (default: ${DEFAULT-VALUE}).")
    int limit = 50;

    OperationList(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var all = ListOperationsResponse.newBuilder();
        var token = "";
        do {
            var request = ListOperationsRequest.newBuilder()
                    .setGraphId(graph)
                    .setPageSize(Math.min(1000, limit - all.getOperationsCount()))
                    .setPageToken(token);
            if (running) {
                request.addStates(OperationState.OPERATION_STATE_QUEUED);
                request.addStates(OperationState.OPERATION_STATE_RUNNING);
            }
            var page = client.monitoring().listOperations(request.build());
            all.addAllOperations(page.getOperationsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty() && all.getOperationsCount() < limit);
        if (output.isJson()) {
            output.json(streams(), all);
            return ExitCode.DONE;
        }
        var table = OperationText.table();
        all.getOperationsList().forEach(operation -> OperationText.row(table, operation));
        output.lines(streams(), table);
        return ExitCode.DONE;
    }
}
