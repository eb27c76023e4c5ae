package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.RepairResult;
import io.graphkeep.v1.RepairStoreRequest;
import io.graphkeep.v1.RepairStoreResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "repair",
        description = {
            "Store anew what is damaged, from the sources that still have it.",
            "",
            "What was found damaged (by a verification, a restore or a capture) is read once more; what is lost is"
                    + " looked for",
            "in the directories of the graphs that need it, compared by its hash, and stored anew. Nothing else is"
                    + " touched.",
            "Ends with 7 where something is still damaged.",
            "Example: graphkeep repair --graph books"
        })
final class RepairCommand extends ServerCommand {
    @Option(
            names = {"--graph", "-g"},
            paramLabel = "GRAPH",
            description = "Repair only what this graph needs.")
    String graph = "";

    @Option(names = "--snapshot", paramLabel = "ID", description = "Repair only what this snapshot needs.")
    String snapshot = "";

    @Option(names = "--dry-run", description = "Say what is damaged; change nothing.")
    boolean dryRun;

    RepairCommand(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var request = RepairStoreRequest.newBuilder()
                .setGraphId(graph)
                .setSnapshotId(snapshot)
                .setDryRun(dryRun)
                .setRequestId(GraphkeepClient.newRequestId())
                .build();
        var ended = follow(client, client.backup().repairStore(request).getOperation());
        if (output.isJson()) {
            output.json(streams(), RepairStoreResponse.newBuilder().setOperation(ended));
        }
        var code = outcome(ended);
        if (code != ExitCode.DONE) {
            return code;
        }
        var result = ended.getRepair();
        if (!output.isJson()) {
            tell(result);
        }
        return OperationText.isIncomplete(ended) ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private void tell(RepairResult result) {
        var wasCorrupt = result.getCorruptSnapshotIdsCount() + result.getHealedSnapshotIdsCount();
        if (wasCorrupt == 0) {
            say("Nothing is known to be damaged, and nothing was changed.");
            next("To look for damage first: graphkeep verify");
            return;
        }
        if (dryRun) {
            say(Human.count(result.getDamagedChunks(), "chunk is", "chunks are") + " damaged, which "
                    + Human.count(result.getCorruptSnapshotIdsCount(), "snapshot needs", "snapshots need") + ".");
            next("Next: graphkeep repair");
            return;
        }
        say(OutcomeText.of(result));
        result.getNotesList().forEach(note -> say("note: " + Table.visible(note)));
        if (result.getCorruptSnapshotIdsCount() == 0) {
            next("To be sure: graphkeep verify");
            return;
        }
        warn(Human.count(result.getCorruptSnapshotIdsCount(), "snapshot is", "snapshots are")
                + " still damaged: the sources do not have all of it any more.");
        result.getCorruptSnapshotIdsList().forEach(id -> say("damaged: snapshot " + id));
        next("Take a new snapshot now: graphkeep snapshot create GRAPH");
        next("What is whole of a damaged one comes back: graphkeep snapshot restore ID --to DIR --allow-damaged");
        next("What nobody needs of them: graphkeep snapshot delete ID");
    }
}
