package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.ListSnapshotsResponse;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        description = {
            "List snapshots, newest first.",
            "",
            "CONSISTENCY grades how still the graph was while it was copied: stopped (nothing moved, and you said with"
                    + " --stopped",
            "that its writer was stopped), quiesced (nothing moved, whether its writer was stopped or not), fuzzy"
                    + " (something",
            "changed: each file is as it was at some moment, their set may not be). STATE is completed, partial (files"
                    + " could not be read), or corrupt (stored data is damaged).",
            "See what is missing or changed: graphkeep snapshot files ID --problems"
        })
final class SnapshotList extends ServerCommand {
    @Parameters(
            paramLabel = "GRAPH",
            arity = "0..1",
            description = "Only this graph's (default: those of all graphs that you may see).")
    String graph = "";

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Only those with this label; may be repeated.")
    Map<String, String> labels = Map.of();

    @Option(names = "--held", description = "Only those that are held.")
    boolean held;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "At most this many (default: all).")
    int limit;

    SnapshotList(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var all = ListSnapshotsResponse.newBuilder();
        var token = "";
        do {
            var wanted = limit == 0 ? 0 : Math.min(1000, limit - all.getSnapshotsCount());
            var request = ListSnapshotsRequest.newBuilder()
                    .setGraphId(graph)
                    .putAllLabels(labels)
                    .setHeld(held)
                    .setPageSize(wanted)
                    .setPageToken(token)
                    .build();
            var page = client.backup().listSnapshots(request);
            all.addAllSnapshots(page.getSnapshotsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty() && (limit == 0 || all.getSnapshotsCount() < limit));
        if (output.isJson()) {
            output.json(streams(), all);
            return ExitCode.DONE;
        }
        var table = SnapshotText.table();
        all.getSnapshotsList().forEach(snapshot -> SnapshotText.row(table, snapshot));
        output.lines(streams(), table);
        if (all.getSnapshotsCount() == 0) {
            var wanted = graph.isEmpty() ? "GRAPH" : graph;
            next("No snapshots yet. Next: graphkeep snapshot create " + wanted
                    + ", or of a pushed graph: graphkeep snapshot push DIR --graph " + wanted);
        }
        return ExitCode.DONE;
    }
}
