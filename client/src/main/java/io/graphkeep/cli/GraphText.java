package io.graphkeep.cli;

import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphSummary;

/** A graph as a person reads it. */
final class GraphText {
    private GraphText() {}

    static Table table() {
        return new Table("GRAPH", "SOURCE", "SNAPSHOTS", Human.inZone("LATEST"), "SIZE", "ROLE");
    }

    static void row(Table table, Graph graph) {
        var summary = graph.getSummary();
        table.row(
                graph.getGraphId(),
                source(graph),
                summary.getSnapshotCount(),
                Human.time(summary.hasLatestCutTime(), summary.getLatestCutTime()),
                summary.hasLatestCutTime() ? Human.bytes(summary.getLatestLogicalBytes()) : "-",
                Human.word("GRAPH_ROLE_", graph.getRole()));
    }

    static Table details(Graph graph) {
        var summary = graph.getSummary();
        var table = new Table("graph", graph.getGraphId())
                .row("uid", graph.getUid())
                .row("source", source(graph))
                .row("role", Human.word("GRAPH_ROLE_", graph.getRole()))
                .row(
                        "created",
                        Human.moment(graph.hasCreateTime(), graph.getCreateTime()) + " by " + graph.getCreatedBy())
                .row("snapshots", summary.getSnapshotCount())
                .row("latest", Human.moment(summary.hasLatestCutTime(), summary.getLatestCutTime()));
        if (graph.getSource().hasDirectory()) {
            var directory = graph.getSource().getDirectory();
            table.row("node", directory.getNode());
            directory.getExcludesList().forEach(glob -> table.row("excludes", glob));
        }
        table.row("keeps", KeepOptions.words(graph.getPolicy()));
        table.row(
                "schedule",
                ScheduleOptions.words(graph.getPolicy(), graph.getSource().hasDirectory()));
        table.row("verified", VerifyOptions.words(graph.getPolicy()));
        table.row(
                "time zone",
                graph.getPolicy().getTimeZone().isEmpty()
                        ? "the server's"
                        : graph.getPolicy().getTimeZone());
        table.row("quota", QuotaOptions.words(graph.getPolicy().getQuota()));
        if (summary.hasNextCaptureTime()) {
            table.row("next capture", Human.moment(true, summary.getNextCaptureTime()));
        }
        if (summary.hasLastScheduledTime()) {
            table.row("last scheduled", lastScheduled(summary));
        }
        verifications(table, summary);
        if (!graph.getDescription().isEmpty()) {
            table.row("description", graph.getDescription());
        }
        graph.getLabelsMap().forEach((name, value) -> table.row("label", name + "=" + value));
        if (!summary.getLastFailure().isEmpty()) {
            table.row("last failure", summary.getLastFailure());
        }
        return table;
    }

    private static void verifications(Table table, GraphSummary summary) {
        if (summary.hasNextVerifyTime()) {
            table.row("next verify", Human.moment(true, summary.getNextVerifyTime()));
        }
        if (summary.hasLastScheduledVerifyTime()) {
            var operation = summary.getLastScheduledVerifyOperationId();
            table.row(
                    "last verify",
                    Human.moment(true, summary.getLastScheduledVerifyTime())
                            + (operation.isEmpty() ? ", passed over" : ", operation " + operation));
        }
    }

    private static String lastScheduled(GraphSummary summary) {
        var operation = summary.getLastScheduledOperationId();
        return Human.moment(true, summary.getLastScheduledTime())
                + (operation.isEmpty() ? ", while another capture ran" : ", operation " + operation);
    }

    private static String source(Graph graph) {
        return graph.getSource().hasDirectory()
                ? graph.getSource().getDirectory().getPath()
                : "(pushed)";
    }
}
