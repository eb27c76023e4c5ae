package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetGraphRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show one graph: its source, policy and latest snapshot.")
final class GraphShow extends ServerCommand {
    @Parameters(paramLabel = "GRAPH", description = "The graph's id.")
    String graph = "";

    GraphShow(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var answer = client.backup()
                .getGraph(GetGraphRequest.newBuilder().setGraphId(graph).build());
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            output.lines(streams(), GraphText.details(answer.getGraph()));
        }
        return ExitCode.DONE;
    }
}
