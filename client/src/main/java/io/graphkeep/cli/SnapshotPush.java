package io.graphkeep.cli;

import com.google.protobuf.Duration;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.transfer.push.PushRequest;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "push",
        description = {
            "Send a directory of this machine as a snapshot of a graph that is pushed. Only what the server does not"
                    + " have travels.",
            "",
            "Files that look as they did in the graph's newest snapshot are not read. A connection that breaks is"
                    + " taken up again where it ended.",
            "Ends with 7 where files could not be read: the snapshot is there, and is PARTIAL.",
            "",
            "  graphkeep graph add books                                         a graph that is pushed",
            "  graphkeep snapshot push /srv/books --graph books                  once",
            "  graphkeep snapshot push /srv/books --graph books --watch          now, and after each change",
            "  graphkeep snapshot push /srv/books --graph books --watch --every 1h   now, and each hour",
            "",
            "A watch goes on until Ctrl-C. What fails for now is told and tried again.",
            ""
        })
final class SnapshotPush extends ServerCommand {
    @Parameters(paramLabel = "DIR", description = "The directory, on this machine.")
    Path directory = Path.of("");

    @Option(names = "--graph", required = true, paramLabel = "GRAPH", description = "The graph's id.")
    String graph = "";

    @Option(
            names = {"-m", "--description"},
            paramLabel = "TEXT",
            description = "What it is for, for people.")
    String description = "";

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of your own; may be repeated.")
    Map<String, String> labels = Map.of();

    @Option(names = "--stopped", description = "You stopped what writes to the directory: grade the copy STOPPED.")
    boolean stopped;

    @Option(
            names = "--allow-empty",
            description = "Accept a directory without any file although the newest snapshot has some; that is refused"
                    + " otherwise, because it looks like a lost mount. A first snapshot may always be empty.")
    boolean allowEmpty;

    @Option(
            names = "--watch",
            description = "Go on: push again whenever something in the directory has changed, until Ctrl-C.")
    boolean watch;

    @ArgGroup
    @Nullable
    Rhythm rhythm;

    /** When a watch pushes. */
    static final class Rhythm {
        @Option(
                names = "--settle",
                paramLabel = "TIME",
                converter = Spans.class,
                description = "With --watch: how long it has to be still after a change (default: 5s). What never is"
                        + " still is pushed every 5 minutes.")
        @Nullable
        Duration settle;

        @Option(
                names = "--every",
                paramLabel = "TIME",
                converter = Spans.class,
                description = "With --watch: push at this interval, changed or not, such as 1h.")
        @Nullable
        Duration every;
    }

    SnapshotPush(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        if (!Files.isDirectory(directory)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "There is no directory " + directory + " on this machine.",
                    "A directory of the server's machine is captured there: graphkeep snapshot create GRAPH.");
        }
        if (watch) {
            return watch(client);
        }
        if (rhythm != null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--settle and --every say when a watch pushes.",
                    "Add --watch; see graphkeep snapshot push --help.");
        }
        var snapshot = push(client);
        next("Next: graphkeep snapshot pull " + snapshot.getSnapshotId() + " --graph " + graph + " --to DIR");
        return SnapshotText.isPartial(snapshot) ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private ExitCode watch(GraphkeepClient client) {
        var loop = new PushWatch(directory, Clock.systemUTC(), () -> push(client), report()::warn);
        try {
            if (rhythm != null && rhythm.every != null) {
                loop.every(interval(rhythm.every));
            } else if (rhythm != null && rhythm.settle != null) {
                loop.onChange(Spans.time(rhythm.settle));
            } else {
                loop.onChange(PushWatch.SETTLE);
            }
            return ExitCode.DONE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    private static java.time.Duration interval(Duration every) {
        if (every.getSeconds() == 0) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--every 0s leaves no time between pushes.", "Say how long, such as --every 1h.");
        }
        return Spans.time(every);
    }

    private Snapshot push(GraphkeepClient client) {
        var progress = new PushProgressLine(context().err(), context().terminal(), output.quiet || output.isJson());
        var request = new PushRequest(
                graph,
                labels,
                description,
                stopped ? Consistency.CONSISTENCY_STOPPED : Consistency.CONSISTENCY_UNSPECIFIED,
                GraphkeepClient.newRequestId(),
                allowEmpty);
        Snapshot snapshot;
        try {
            snapshot = client.push(directory, request, progress);
        } finally {
            progress.clear();
        }
        progress.problems().forEach(this::warn);
        tell(snapshot, progress);
        SnapshotText.gaps(snapshot).forEach(this::warn);
        return snapshot;
    }

    private void tell(Snapshot snapshot, PushProgressLine progress) {
        if (output.isJson() && watch) {
            output.jsonLine(streams(), snapshot);
        } else if (output.isJson()) {
            output.json(streams(), snapshot);
        } else {
            say("Snapshot " + snapshot.getSnapshotId() + ": " + SnapshotText.extent(snapshot)
                    + SnapshotText.grade(snapshot) + ", " + Human.bytes(progress.sentBytes()) + " sent.");
        }
    }
}
