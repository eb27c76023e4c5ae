package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetBackupStatsRequest;
import io.graphkeep.v1.GetBackupStatsResponse;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "stats",
        description = {
            "What snapshots and the store take: as the files have it, what is unique of it, and what is stored.",
            "'snapshot list' tells what each snapshot added.",
            "",
            "Example: graphkeep stats --graph books"
        })
final class StatsCommand extends ServerCommand {
    @Option(
            names = {"-g", "--graph"},
            paramLabel = "GRAPH",
            description = "Only this graph (default: all that the token may see).")
    String graph = "";

    StatsCommand(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var stats = client.backup()
                .getBackupStats(
                        GetBackupStatsRequest.newBuilder().setGraphId(graph).build());
        if (output.isJson()) {
            output.json(streams(), stats);
            return ExitCode.DONE;
        }
        output.lines(streams(), totals(stats));
        if (graph.isEmpty() && stats.getPerGraphCount() > 0) {
            say("");
            output.lines(streams(), graphs(stats));
            var more = stats.getGraphs() - stats.getPerGraphCount();
            if (more > 0) {
                say("and " + Human.count(more, "graph that takes", "graphs that take")
                        + " less (--graph tells of one)");
            }
        }
        return ExitCode.DONE;
    }

    private static Table totals(GetBackupStatsResponse stats) {
        var table = new Table("graphs", String.valueOf(stats.getGraphs()))
                .row("snapshots", stats.getSnapshots())
                .row("logical", Human.bytes(stats.getLogicalBytes()))
                .row("unique", Human.bytes(stats.getUniqueBytes()))
                .row("deduplication", ratio(stats.getLogicalBytes(), stats.getUniqueBytes()));
        if (stats.getCorruptSnapshots() > 0) {
            table.row("corrupt snapshots", stats.getCorruptSnapshots());
        }
        if (stats.getStoredBytes() > 0) {
            table.row("stored", Human.bytes(stats.getStoredBytes()))
                    .row("compression", ratio(stats.getUniqueBytes(), stats.getStoredBytes()));
        }
        if (stats.hasStore()) {
            store(table, stats);
        }
        return table;
    }

    private static void store(Table table, GetBackupStatsResponse stats) {
        var store = stats.getStore();
        table.row("store", Human.bytes(store.getTotalBytes()) + " in " + Human.count(store.getPacks(), "pack", "packs"))
                .row("to be freed", Human.bytes(store.getCondemnedBytes()))
                .row("free on its disk", store.getFreeBytes() < 0 ? "-" : Human.bytes(store.getFreeBytes()))
                .row("reserve", Human.bytes(store.getReserveBytes()))
                .row("catalog", Human.bytes(store.getCatalogBytes()));
        if (store.hasOldestSessionTime()) {
            table.row("oldest reader or writer", Human.moment(true, store.getOldestSessionTime()));
        }
    }

    private static Table graphs(GetBackupStatsResponse stats) {
        var table = new Table("GRAPH", "SNAPSHOTS", "LOGICAL", "UNIQUE", "STORED");
        stats.getPerGraphList()
                .forEach(one -> table.row(
                        one.getGraphId(),
                        one.getSnapshots(),
                        Human.bytes(one.getLogicalBytes()),
                        Human.bytes(one.getUniqueBytes()),
                        one.getStoredBytes() > 0 ? Human.bytes(one.getStoredBytes()) : "-"));
        return table;
    }

    /** How many times smaller the one is. */
    private static String ratio(long before, long after) {
        return after <= 0 ? "-" : String.format(Locale.ROOT, "%.2f : 1", (double) before / after);
    }
}
