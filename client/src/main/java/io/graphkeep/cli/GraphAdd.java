package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.GraphkeepException;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.ListGraphsRequest;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = {
            "Protect a directory as a graph. Nothing is copied until the first snapshot.",
            "Without --path the graph has no directory that the server sees: its snapshots are pushed to it.",
            "",
            "Example: graphkeep graph add books --path /srv/lightrag/books",
            "         graphkeep graph add films && graphkeep snapshot push /srv/films --graph films"
        })
final class GraphAdd extends ServerCommand {
    @Parameters(paramLabel = "GRAPH", description = "Name for it: a-z, 0-9, '.', '_', '-', at most 63 characters.")
    String graph = "";

    @ArgGroup
    From from = new From();

    @Option(
            names = "--node",
            paramLabel = "NODE",
            description = "The server process that sees the directory (default: the one that answers).")
    String node = "";

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Leave out what matches; may be repeated.")
    List<String> excludes = List.of();

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of your own; may be repeated.")
    Map<String, String> labels = Map.of();

    @Option(
            names = {"-m", "--description"},
            paramLabel = "TEXT",
            description = "What it is, for people.")
    String description = "";

    @Mixin
    KeepOptions keep = new KeepOptions();

    @Mixin
    ScheduleOptions schedule = new ScheduleOptions();

    @Mixin
    VerifyOptions verify = new VerifyOptions();

    @Mixin
    QuotaOptions quota = new QuotaOptions();

    static final class From {
        @Option(names = "--path", paramLabel = "DIR", description = "The directory, as the server sees it.")
        @Nullable
        Path path;

        @Option(names = "--pushed", description = "No directory: clients push its snapshots. Without --path it is so.")
        boolean pushed;
    }

    GraphAdd(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var request = CreateGraphRequest.newBuilder()
                .setRequestId(GraphkeepClient.newRequestId())
                .setGraph(Graph.newBuilder()
                        .setGraphId(graph)
                        .setDescription(description)
                        .setSource(source())
                        .setPolicy(keep.policy())
                        .mergePolicy(schedule.policy(GraphPolicy.getDefaultInstance()))
                        .mergePolicy(verify.policy(GraphPolicy.getDefaultInstance()))
                        .mergePolicy(quota.policy(GraphPolicy.getDefaultInstance()))
                        .putAllLabels(labels))
                .build();
        var added = client.backup().createGraph(request);
        if (output.isJson()) {
            output.json(streams(), added);
            return ExitCode.DONE;
        }
        say("Graph " + added.getGraph().getGraphId() + " is protected; it has no snapshot yet.");
        if (added.getGraph().getSummary().hasNextCaptureTime()) {
            say("It is captured by itself, the first time "
                    + Human.moment(true, added.getGraph().getSummary().getNextCaptureTime()) + ".");
        }
        warnOfOthers(client, added.getGraph());
        next(
                from.path == null
                        ? "Next: graphkeep snapshot push DIR --graph "
                                + added.getGraph().getGraphId()
                        : "Next: graphkeep snapshot create " + added.getGraph().getGraphId());
        return ExitCode.DONE;
    }

    /** The graph is there, whatever comes of this look. */
    private void warnOfOthers(GraphkeepClient client, Graph added) {
        try {
            for (var other : AllGraphs.of(client, ListGraphsRequest.getDefaultInstance())) {
                if (isOfTheSame(other, added)) {
                    warn("Graph " + other.getGraphId()
                            + " protects the same directory: each has its own snapshots of it.");
                }
            }
        } catch (GraphkeepException failure) {
            warn("Whether another graph protects the same directory could not be seen: " + failure.sentence());
        }
    }

    private static boolean isOfTheSame(Graph other, Graph added) {
        var directory = added.getSource().getDirectory();
        var theirs = other.getSource().getDirectory();
        return !other.getGraphId().equals(added.getGraphId())
                && !directory.getPath().isEmpty()
                && theirs.getPath().equals(directory.getPath())
                && theirs.getNode().equals(directory.getNode());
    }

    private Source source() {
        var path = from.path;
        if (path == null) {
            requireNothingOfADirectory();
            return Source.newBuilder()
                    .setPushed(PushedSource.getDefaultInstance())
                    .build();
        }
        var directory = DirectorySource.newBuilder()
                .setPath(path.toAbsolutePath().normalize().toString())
                .setNode(node)
                .addAllExcludes(excludes);
        return Source.newBuilder().setDirectory(directory).build();
    }

    private void requireNothingOfADirectory() {
        if (!excludes.isEmpty() || !node.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    (excludes.isEmpty() ? "--node" : "--exclude") + " is for a directory that the server reads.",
                    "Name it with --path. A pushed graph holds all of the directory that is pushed.");
        }
    }
}
