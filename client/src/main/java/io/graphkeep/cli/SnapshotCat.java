package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.GraphkeepException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "cat",
        description = {
            "Write a file of a snapshot to standard output, verified, and nothing else.",
            "",
            "What was written when it fails is the beginning of the file: look at the exit code.",
            "Example: graphkeep snapshot cat latest --graph books kv_store_doc_status.json | jq ."
        })
final class SnapshotCat extends ServerCommand {
    @Mixin
    SnapshotChoice choice = new SnapshotChoice();

    @Parameters(index = "1", paramLabel = "PATH", description = "The file, as 'snapshot ls' lists it.")
    String path = "";

    SnapshotCat(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var out = new BinaryOutput(context().out());
        try {
            client.read(choice.ref(), path, out);
        } catch (GraphkeepException failure) {
            if (!context().out().isLost()) {
                throw failure;
            }
        }
        return ExitCode.DONE;
    }
}
