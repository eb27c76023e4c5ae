package io.graphkeep.cli;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.GraphkeepException;
import io.graphkeep.transfer.pull.PullOptions;
import io.graphkeep.transfer.pull.PullResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "pull",
        description = {
            "Bring a snapshot to this machine, verified, into a directory or as a tar archive.",
            "",
            "It is written beside the directory, into .graphkeep-pull-NAME, and takes its place when all of it is"
                + " there. A connection that breaks is taken up again where it ended; where the server stays away, the"
                + " same command with --resume goes on with what has come.",
            "Modes, times, links and extended attributes come back; owners where you may set them; setuid and setgid"
                    + " bits never.",
            "Ends with 7 where something is missing: the snapshot is PARTIAL, or files of it are damaged.",
            "Example: graphkeep snapshot pull latest --graph books --to ./books",
            "         graphkeep snapshot pull latest --graph books --tar - | tar -tv"
        })
final class SnapshotPull extends ServerCommand {
    @Mixin
    SnapshotChoice choice = new SnapshotChoice();

    @ArgGroup(multiplicity = "1")
    Where where = new Where();

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description =
                    "Only this file or directory, with all below it, as 'snapshot ls' lists it; may be given again.")
    List<String> paths = List.of();

    @Option(names = "--resume", description = "With --to: go on with what an earlier pull of the same has left.")
    boolean resume;

    @Option(
            names = "--allow-damaged",
            description = "Bring a CORRUPT snapshot without the files whose data is damaged.")
    boolean allowDamaged;

    @Option(names = "--include-partial", description = "Let 'latest' mean a PARTIAL snapshot too.")
    boolean includePartial;

    static final class Where {
        @Option(names = "--to", paramLabel = "DIR", description = "A directory that is empty or not there yet.")
        @Nullable
        Path to;

        @Option(names = "--tar", paramLabel = "FILE|-", description = "A new file, or '-' for standard output.")
        @Nullable
        String tar;
    }

    SnapshotPull(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var to = where.to;
        if (to != null) {
            return pull(client, to);
        }
        if (resume) {
            throw new CommandFailed(
                    ExitCode.USAGE, "An archive cannot be resumed.", "Pull into a directory with --to DIR.");
        }
        var tar = where.tar;
        return tar == null || tar.equals("-") ? archiveToOutput(client) : archive(client, Path.of(tar));
    }

    private ExitCode pull(GraphkeepClient client, Path to) {
        var progress = new PullProgressLine(context().err(), context().terminal(), output.quiet || output.isJson());
        try {
            var pulled = client.pull(choice.ref(), to, options().telling(progress::show));
            progress.clear();
            return tell(pulled, to);
        } catch (GraphkeepException failure) {
            progress.clear();
            if (ExitCode.of(failure) == ExitCode.UNREACHABLE) {
                next("What has come is kept beside " + to + ": go on with the same command and --resume.");
            }
            if (failure.is("DESTINATION_NOT_EMPTY")) {
                throw new CommandFailed(
                        ExitCode.REFUSED, failure.sentence(), "Name a directory that is empty or not there yet.");
            }
            throw failure;
        }
    }

    private PullOptions options() {
        var options = PullOptions.defaults().withPaths(paths);
        options = allowDamaged ? options.withoutDamaged() : options;
        options = includePartial ? options.withPartial() : options;
        return resume ? options.resuming() : options;
    }

    private ExitCode tell(PullResult pulled, Path to) {
        var isIncomplete = pulled.damagedFiles() > 0 || SnapshotText.isPartial(pulled.snapshot());
        if (output.isJson()) {
            output.json(streams(), json(pulled, to));
            return isIncomplete ? ExitCode.INCOMPLETE : ExitCode.DONE;
        }
        say("Pulled " + Human.count(pulled.files(), "file", "files") + ", " + Human.bytes(pulled.bytes())
                + ", of snapshot " + pulled.snapshot().getSnapshotId() + " to " + to + "."
                + (pulled.resumptions() == 0
                        ? ""
                        : " The connection broke " + Human.count(pulled.resumptions(), "time", "times")
                                + " on the way."));
        SnapshotText.gaps(pulled.snapshot()).forEach(this::warn);
        if (pulled.damagedFiles() > 0) {
            warn(Human.count(pulled.damagedFiles(), "file is", "files are")
                    + " left out: data of them is damaged. Repair the store: graphkeep repair");
        }
        if (pulled.notAppliedTotal() > 0) {
            var first = pulled.notApplied().get(0);
            warn("Not everything that the files had could be set here ("
                    + Human.count(pulled.notAppliedTotal(), "time", "times") + "), such as the " + first.what() + " of "
                    + Table.visible(first.path()) + ".");
        }
        return isIncomplete ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private static Struct.Builder json(PullResult pulled, Path to) {
        return Struct.newBuilder()
                .putFields("snapshot_id", text(pulled.snapshot().getSnapshotId()))
                .putFields("path", text(to.toAbsolutePath().normalize().toString()))
                .putFields("files", number(pulled.files()))
                .putFields("directories", number(pulled.directories()))
                .putFields("symlinks", number(pulled.symlinks()))
                .putFields("bytes", number(pulled.bytes()))
                .putFields("resumptions", number(pulled.resumptions()))
                .putFields("damaged_files", number(pulled.damagedFiles()))
                .putFields("not_applied", number(pulled.notAppliedTotal()));
    }

    private ExitCode archiveToOutput(GraphkeepClient client) {
        try {
            client.archive(choice.ref(), new BinaryOutput(context().out()), options());
        } catch (GraphkeepException failure) {
            if (!context().out().isLost()) {
                throw failure;
            }
        }
        return ExitCode.DONE;
    }

    private ExitCode archive(GraphkeepClient client, Path file) {
        var isWhole = false;
        try (var out = created(file)) {
            try {
                var bytes = client.archive(choice.ref(), out, options());
                isWhole = true;
                say("Wrote " + Human.bytes(bytes) + " to " + file + ".");
                return ExitCode.DONE;
            } finally {
                if (!isWhole) {
                    discard(file);
                }
            }
        } catch (IOException refused) {
            throw new CommandFailed(
                    ExitCode.FAILED, "The file " + file + " could not be written: " + refused.getMessage() + ".", null);
        }
    }

    private static OutputStream created(Path file) {
        try {
            return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "The file " + file + " cannot be made ("
                            + refused.getClass().getSimpleName() + ").",
                    "Name one that is not there yet.");
        }
    }

    /** An archive that is not whole is none. */
    private void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            warn("What is in " + file + " is not whole, and could not be removed.");
        }
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    /** As the contract's messages show numbers of this size. */
    private static Value number(long number) {
        return text(Long.toString(number));
    }
}
