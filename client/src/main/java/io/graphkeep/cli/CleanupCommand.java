package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.CleanupResult;
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
    @Option(names = "--dry-run", description = "Say what would go and why, and remove nothing.")
    boolean dryRun;

    @Option(names = "--graph", paramLabel = "GRAPH", description = "Apply the rules of this graph only.")
    String graph = "";

    @ArgGroup
    Part part = new Part();

    @Option(
            names = "--allow-share",
            paramLabel = "SHARE",
            description = "Let this run remove up to this share of snapshots and bytes, such as 0.5. Audited.")
    double allowShare;

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
                .setRequestId(GraphkeepClient.newRequestId())
                .build();
        var ended = follow(client, client.backup().runCleanup(request).getOperation());
        if (output.isJson()) {
            output.json(streams(), RunCleanupResponse.newBuilder().setOperation(ended));
            return outcome(ended);
        }
        var code = outcome(ended);
        if (code == ExitCode.DONE) {
            tell(ended.getCleanup());
        }
        return code;
    }

    private void tell(CleanupResult result) {
        if (dryRun) {
            var table = new Table("GRAPH", "SNAPSHOT", "CUT", "STAYS", "WHY");
            for (var decision : result.getDecisionsList()) {
                table.row(
                        decision.getGraphId(),
                        decision.getSnapshotId(),
                        Human.time(decision.hasCutTime(), decision.getCutTime()),
                        decision.getRemoved() ? "no" : "yes",
                        decision.getExplanation());
            }
            output.lines(streams(), table);
            if (result.getDecisionsTotal() > result.getDecisionsCount()) {
                say("These are the first " + result.getDecisionsCount() + " of " + result.getDecisionsTotal() + ".");
            }
        }
        say((dryRun ? "Would remove " : "Removed ") + result.getSnapshotsRemoved() + " of "
                + result.getSnapshotsConsidered() + " snapshots, and " + Human.bytes(result.getFreedBytes()) + " in "
                + result.getPacksRemoved() + " packs.");
        result.getNotesList().forEach(note -> say("note: " + Table.visible(note)));
        if (dryRun && result.getSnapshotsRemoved() > 0) {
            next("Next: graphkeep cleanup");
        }
    }
}
