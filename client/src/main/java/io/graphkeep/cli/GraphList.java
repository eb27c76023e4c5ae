package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.ListGraphsRequest;
import io.graphkeep.v1.ListGraphsResponse;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", aliases = "ls", description = "List the graphs, newest first.")
final class GraphList extends ServerCommand {
    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Only graphs with this label; may be repeated.")
    Map<String, String> labels = Map.of();

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only graphs whose id starts so.")
    String prefix = "";

    GraphList(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var all = ListGraphsResponse.newBuilder();
        var request = ListGraphsRequest.newBuilder()
                .putAllLabels(labels)
                .setIdPrefix(prefix)
                .build();
        all.addAllGraphs(AllGraphs.of(client, request));
        if (output.isJson()) {
            output.json(streams(), all);
            return ExitCode.DONE;
        }
        var table = GraphText.table();
        all.getGraphsList().forEach(graph -> GraphText.row(table, graph));
        output.lines(streams(), table);
        if (all.getGraphsCount() == 0) {
            next(nothing());
        }
        return ExitCode.DONE;
    }

    private String nothing() {
        if (!labels.isEmpty() || !prefix.isEmpty()) {
            return "No graph matches.";
        }
        return connection.isLocalAdmin(context().environment())
                ? "No graphs yet. Next: graphkeep graph add NAME --path DIR"
                : "No graphs that this token may see.";
    }
}
