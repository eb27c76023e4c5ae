package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.VerifyLevel;
import io.graphkeep.v1.VerifyResult;
import io.graphkeep.v1.VerifySnapshotRequest;
import io.graphkeep.v1.VerifySnapshotResponse;
import io.graphkeep.v1.VerifyStoreRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Look for damage: in the whole store, or in one snapshot.",
            "",
            "Levels: catalog (the rows of the database agree), presence (every stored object is there, as long as it"
                    + " was",
            "written), content (every block decrypts, every chunk has the hash that names it). Each includes those"
                    + " before.",
            "Damaged snapshots become CORRUPT; what is hit is named, file by file. Nothing is changed in the store.",
            "The server does this by itself too, a part of the store every day.",
            "",
            "Examples:",
            "  graphkeep verify                                   (everything)",
            "  graphkeep verify --graph books                     (the latest snapshot of a graph)",
            "  graphkeep verify --share 0.1 --rate 50MiB          (a tenth: what was verified longest ago)"
        })
final class VerifyCommand extends ServerCommand {
    private static final String LATEST = "latest";

    @Parameters(
            arity = "0..1",
            paramLabel = "ID|latest",
            description = "Verify this snapshot, or 'latest' with --graph; the same as --snapshot.")
    String named = "";

    @Option(
            names = {"--graph", "-g"},
            paramLabel = "GRAPH",
            description = "Verify a snapshot of this graph: the latest, unless --snapshot names another.")
    String graph = "";

    @Option(names = "--snapshot", paramLabel = "ID", description = "Verify this snapshot.")
    String snapshot = "";

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Level level = Level.content;

    @Option(
            names = "--share",
            paramLabel = "SHARE",
            description = "Without --graph and --snapshot: verify this share of the store, such as 0.1.")
    double share;

    @Option(
            names = "--rate",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Read at most so many bytes a second, such as 50MiB.")
    long rate;

    /** How deep to look, in the words of the documentation. */
    enum Level {
        catalog,
        presence,
        content;

        VerifyLevel inRequest() {
            return switch (this) {
                case catalog -> VerifyLevel.VERIFY_LEVEL_CATALOG;
                case presence -> VerifyLevel.VERIFY_LEVEL_PRESENCE;
                case content -> VerifyLevel.VERIFY_LEVEL_CONTENT;
            };
        }
    }

    VerifyCommand(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var ended = follow(client, start(client));
        if (output.isJson()) {
            output.json(streams(), VerifySnapshotResponse.newBuilder().setOperation(ended));
            return outcome(ended);
        }
        var code = outcome(ended);
        if (ended.hasVerify()) {
            var result = ended.getVerify();
            say(OutcomeText.of(result));
            FindingsText.ofDamage(result.getFindingsList(), result.getFindingsTotal(), ended.getOperationId())
                    .forEach(this::say);
            if (!result.getIntact()) {
                next(
                        hitsNothingNeeded(result)
                                ? "Next: graphkeep cleanup, which writes anew what else lies in the packs that are hit"
                                : "Next: graphkeep repair, which stores anew what the sources still have");
            }
        }
        return code;
    }

    private static boolean hitsNothingNeeded(VerifyResult result) {
        return result.getCorruptSnapshotIdsCount() == 0
                && result.getFindingsList().stream()
                        .allMatch(finding -> finding.getObject().startsWith("packs/"));
    }

    private Operation start(GraphkeepClient client) {
        var meant = meant();
        if (graph.isEmpty() && meant.isEmpty()) {
            return client.backup()
                    .verifyStore(VerifyStoreRequest.newBuilder()
                            .setLevel(level.inRequest())
                            .setShare(share)
                            .setBytesPerSecond(rate)
                            .setRequestId(GraphkeepClient.newRequestId())
                            .build())
                    .getOperation();
        }
        if (share != 0) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "A share is one of the store, not of a snapshot.",
                    "Leave out --share, or --graph and --snapshot.");
        }
        return client.backup()
                .verifySnapshot(VerifySnapshotRequest.newBuilder()
                        .setSnapshotId(meant.isEmpty() ? LATEST : meant)
                        .setGraphId(graph)
                        .setLevel(level.inRequest())
                        .setBytesPerSecond(rate)
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build())
                .getOperation();
    }

    /** The one snapshot that was named; empty where none was. */
    private String meant() {
        if (!named.isEmpty() && !snapshot.isEmpty() && !named.equals(snapshot)) {
            throw new CommandFailed(
                    ExitCode.USAGE, "Two snapshots were named.", "Leave out --snapshot: graphkeep verify " + named);
        }
        var one = named.isEmpty() ? snapshot : named;
        if (one.equals(LATEST) && graph.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "'latest' is the latest snapshot of a graph: which one?",
                    "Name it with --graph GRAPH.");
        }
        return one;
    }
}
