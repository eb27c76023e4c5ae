package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.GraphkeepException;
import io.graphkeep.v1.GetSnapshotRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreSnapshotResponse;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.Snapshot;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "restore",
        description = {
            "Restore a snapshot, or some of its paths, verified, into a directory or over the graph's own.",
            "",
            "The content is complete before it appears; what it replaces is kept beside it until it is released.",
            "What is there and not in the snapshot stays there too, as it was, unless --delete-extras says otherwise;"
                    + " but a FIFO, a socket or a device is kept aside with the old content, and named.",
            "With --path, names of one file (hard links) of which only some are chosen come back as a file of their"
                    + " own.",
            "It comes back bit for bit, with modes, owners and times; only setuid and setgid bits are left out, which"
                    + " is told.",
            "Ends with 7 where something is missing: the snapshot is PARTIAL, or files of it are damaged.",
            "Stop what writes to the graph before you restore in place.",
            "Examples: graphkeep snapshot restore latest --graph books --to /srv/books-restored",
            "          graphkeep snapshot restore latest --graph books --in-place --dry-run",
            "          graphkeep snapshot restore latest --graph books --in-place --path kv_store_doc_status.json"
        })
final class SnapshotRestore extends ServerCommand {
    @Mixin
    SnapshotChoice choice = new SnapshotChoice();

    @ArgGroup(multiplicity = "1")
    Where where = new Where();

    @Option(names = "--overwrite", description = "With --to: replace what is there. The old content is kept beside it.")
    boolean overwrite;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description =
                    "Only this file or directory, with all below it, as 'snapshot files' lists it; may be given again."
                            + " All else stays as it is.")
    List<String> paths = List.of();

    @Option(
            names = "--delete-extras",
            description = "Let what the snapshot does not have go. It is kept aside with the rest of the old content.")
    boolean deleteExtras;

    @Option(names = "--dry-run", description = "Say what would be done; write nothing.")
    boolean dryRun;

    @Option(
            names = "--allow-damaged",
            description = "Restore a CORRUPT snapshot without the files whose data is damaged, and name them.")
    boolean allowDamaged;

    @Option(names = "--skip-owners", description = "Leave owners and groups as the server's user makes them.")
    boolean skipOwners;

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
                .setSnapshotId(choice.id())
                .setGraphId(choice.graph)
                .setIncludePartial(includePartial)
                .addAllPaths(paths)
                .setDeleteExtras(deleteExtras)
                .setDryRun(dryRun)
                .setAllowDamaged(allowDamaged)
                .setSkipOwners(skipOwners)
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
        }
        var code = outcome(ended);
        if (code != ExitCode.DONE) {
            return code;
        }
        var snapshot = snapshot(client, ended.getRestore());
        if (!output.isJson()) {
            tell(ended, snapshot);
        }
        var isPartial = snapshot != null && SnapshotText.isPartial(snapshot);
        return isPartial || OperationText.isIncomplete(ended) ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    /** What was restored, which alone knows whether it was all; null where it cannot be asked any more. */
    private @Nullable Snapshot snapshot(GraphkeepClient client, RestoreResult result) {
        var request = GetSnapshotRequest.newBuilder()
                .setSnapshotId(result.getSnapshotId())
                .build();
        try {
            return client.backup().getSnapshot(request).getSnapshot();
        } catch (GraphkeepException failure) {
            warn("Whether the snapshot is whole could not be looked up: " + Table.visible(failure.sentence()));
            return null;
        }
    }

    private void tell(Operation ended, @Nullable Snapshot snapshot) {
        var result = ended.getRestore();
        say((result.getDryRun() ? "Would restore " : "Restored ") + RestoreText.extent(result) + ", of snapshot "
                + result.getSnapshotId() + " to " + Table.visible(result.getPath()) + ".");
        if (snapshot != null) {
            SnapshotText.gaps(snapshot).forEach(this::warn);
        }
        RestoreText.differences(result).forEach(this::warn);
        FindingsText.ofPaths(result.getFindingsList(), result.getFindingsTotal(), ended.getOperationId())
                .forEach(context().err()::println);
        RestoreText.extras(result).forEach(this::say);
        if (!result.getKeptAsidePath().isEmpty()) {
            say("What was there before is kept in " + Table.visible(result.getKeptAsidePath())
                    + (result.hasReleaseTime()
                            ? " until " + Human.moment(true, result.getReleaseTime()) + "."
                            : " until you release it."));
            next("When you are sure: graphkeep snapshot release " + ended.getOperationId());
        }
    }
}
