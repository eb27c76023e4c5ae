package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.ListOperationDetailsRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.RunCleanupRequest;
import io.graphkeep.v1.RunCleanupResponse;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "cleanup",
        description = {
            "Remove the snapshots that no rule keeps, and the bytes that no snapshot needs.",
            "",
            "The server does this by itself, too. With --dry-run it explains each decision and removes nothing.",
            "A cleanup that would remove much at once stops before it begins, and says how to allow it.",
            "Example: graphkeep cleanup --dry-run"
        })
final class CleanupCommand extends ServerCommand {
    private static final int PAGE = 500;

    @Option(names = "--dry-run", description = "Say what would go and why, and remove nothing.")
    boolean dryRun;

    @Option(names = "--graph", paramLabel = "GRAPH", description = "Apply the rules of this graph only.")
    String graph = "";

    @ArgGroup
    Part part = new Part();

    @Option(
            names = "--allow-share",
            paramLabel = "SHARE",
            description =
                    "As an admin: let this run remove up to this share of snapshots and bytes, such as 0.5. Audited.")
    double allowShare;

    @Option(
            names = "--trust-clock",
            description =
                    "As an admin: say that the server's clock is right, after a step of it stopped retention. Audited.")
    boolean trustClock;

    static final class Part {
        @Option(names = "--retention-only", description = "Remove snapshots; leave the bytes to the next cleanup.")
        boolean retentionOnly;

        @Option(names = "--collect-only", description = "Remove bytes that no snapshot needs, and no snapshot.")
        boolean collectOnly;
    }

    CleanupCommand(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var request = RunCleanupRequest.newBuilder()
                .setGraphId(graph)
                .setDryRun(dryRun)
                .setRetentionOnly(part.retentionOnly)
                .setCollectOnly(part.collectOnly)
                .setAllowShare(allowShare)
                .setTrustClock(trustClock)
                .setRequestId(GraphkeepClient.newRequestId())
                .build();
        var ended = follow(client, client.backup().runCleanup(request).getOperation());
        if (output.isJson()) {
            output.json(streams(), RunCleanupResponse.newBuilder().setOperation(ended));
            return outcome(ended);
        }
        var code = outcome(ended);
        if (code == ExitCode.DONE) {
            tell(client, ended);
        }
        return code;
    }

    private void tell(GraphkeepClient client, Operation ended) {
        var result = ended.getCleanup();
        if (dryRun && result.getDecisionsTotal() > 0) {
            explain(client, ended);
        }
        OutcomeText.of(result).forEach(this::say);
        result.getNotesList().forEach(note -> say("note: " + Table.visible(note)));
        if (dryRun && result.getSnapshotsRemoved() > 0) {
            next("Next: graphkeep cleanup");
        }
    }

    /** Every decision, what would go first, a page at a time. */
    private void explain(GraphkeepClient client, Operation ended) {
        var page = ListOperationDetailsRequest.newBuilder()
                .setOperationId(ended.getOperationId())
                .setPageSize(PAGE);
        do {
            var answer = client.monitoring().listOperationDetails(page.build());
            var table = new Table("GRAPH", "SNAPSHOT", "CUT", "STAYS", "WHY");
            for (var line : answer.getDetailsList()) {
                var decision = line.getDecision();
                table.row(
                        decision.getGraphId(),
                        decision.getSnapshotId(),
                        Human.time(decision.hasCutTime(), decision.getCutTime()),
                        decision.getRemoved() ? "no" : "yes",
                        decision.getExplanation());
            }
            output.lines(streams(), table);
            page.setPageToken(answer.getNextPageToken());
        } while (!page.getPageToken().isEmpty());
    }
}
