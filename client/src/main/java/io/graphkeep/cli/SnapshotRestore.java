package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreSnapshotResponse;
import io.graphkeep.v1.RestoreToDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "restore",
        description = {
            "Restore a snapshot, verified, into a directory or over the graph's own.",
            "",
            "The content is complete before it appears; what it replaces is kept beside it until it is released.",
            "Stop what writes to the graph before you restore in place.",
            "Example: graphkeep snapshot restore latest --graph books --to /srv/books-restored"
        })
final class SnapshotRestore extends ServerCommand {
    @Mixin
    SnapshotChoice choice = new SnapshotChoice();

    @ArgGroup(multiplicity = "1")
    Where where = new Where();

    @Option(names = "--overwrite", description = "With --to: replace what is there. The old content is kept beside it.")
    boolean overwrite;

    @Option(names = "--dry-run", description = "Say what would be done; write nothing.")
    boolean dryRun;

    @Option(names = "--include-partial", description = "Let 'latest' mean a PARTIAL snapshot too.")
    boolean includePartial;

    static final class Where {
        @Option(names = "--to", paramLabel = "DIR", description = "A directory that is empty or not there yet.")
        @Nullable
        Path to;

        @Option(names = "--in-place", description = "The directory that the graph is read from.")
        boolean inPlace;
    }

    SnapshotRestore(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var request = RestoreSnapshotRequest.newBuilder()
                .setSnapshotId(choice.snapshot)
                .setGraphId(choice.graph)
                .setIncludePartial(includePartial)
                .setDeleteExtras(true)
                .setDryRun(dryRun)
                .setRequestId(GraphkeepClient.newRequestId());
        var to = where.to;
        if (to == null) {
            request.setInPlace(RestoreInPlace.getDefaultInstance());
        } else {
            request.setToDirectory(RestoreToDirectory.newBuilder()
                    .setPath(to.toAbsolutePath().normalize().toString())
                    .setOverwrite(overwrite));
        }
        var ended =
                follow(client, client.backup().restoreSnapshot(request.build()).getOperation());
        if (output.isJson()) {
            output.json(streams(), RestoreSnapshotResponse.newBuilder().setOperation(ended));
            return outcome(ended);
        }
        var code = outcome(ended);
        if (code == ExitCode.DONE) {
            tell(ended);
        }
        return code;
    }

    private void tell(Operation ended) {
        var result = ended.getRestore();
        say((result.getDryRun() ? "Would restore " : "Restored ") + result.getFiles() + " files, "
                + Human.bytes(result.getBytes()) + ", of snapshot " + result.getSnapshotId() + " to "
                + Table.visible(result.getPath()) + ".");
        if (result.getOwnersSkipped() > 0) {
            context()
                    .err()
                    .println("warning: the owners of " + result.getOwnersSkipped()
                            + " paths could not be set; the server lacks the permission.");
        }
        if (!result.getKeptAsidePath().isEmpty()) {
            say("What was there before is kept in " + Table.visible(result.getKeptAsidePath()) + ".");
            next("When you are sure: graphkeep snapshot release " + ended.getOperationId());
        }
    }
}
