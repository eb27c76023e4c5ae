package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.ChangeKind;
import io.graphkeep.v1.DiffSnapshotsRequest;
import io.graphkeep.v1.DiffSnapshotsResponse;
import io.graphkeep.v1.DiffSummary;
import io.graphkeep.v1.FileChange;
import io.graphkeep.v1.SnapshotFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = {
            "Compare a snapshot with another one, or with the directory as it is now: + added, - removed, ~ changed,",
            "m changed in its metadata alone, t became something else.",
            "",
            "Example: graphkeep snapshot diff latest --live --graph books"
        })
final class SnapshotDiff extends ServerCommand {
    private static final String LIVE = "live";

    @Parameters(index = "0", paramLabel = "FROM", description = "The older snapshot's id, or 'latest' with --graph.")
    String from = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TO",
            description = "The newer snapshot's id, or 'latest' with --graph.")
    @Nullable
    String to;

    @Option(names = "--live", description = "The directory as it is now, in the place of TO.")
    boolean live;

    @Option(
            names = {"-g", "--graph"},
            paramLabel = "GRAPH",
            description = "The graph; required with 'latest' and --live.")
    String graph = "";

    @Option(names = "--path", paramLabel = "PREFIX", description = "Only paths that start so.")
    String prefix = "";

    @Option(names = "--summary", description = "Only the totals.")
    boolean summaryOnly;

    SnapshotDiff(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var other = to;
        if ((other == null) != live) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "The newer side is either a snapshot or --live.",
                    "See: graphkeep snapshot diff --help");
        }
        var items = client.backup()
                .diffSnapshots(DiffSnapshotsRequest.newBuilder()
                        .setGraphId(graph)
                        .setFromSnapshotId(from)
                        .setToSnapshotId(other == null ? LIVE : other)
                        .setPathPrefix(prefix)
                        .setSummaryOnly(summaryOnly)
                        .build());
        var before = "{\"items\": [";
        while (items.hasNext() && !context().out().isLost()) {
            show(items.next(), before);
            before = ",";
        }
        if (output.isJson()) {
            say(before.equals(",") ? "]}" : before + "]}");
        }
        return ExitCode.DONE;
    }

    private void show(DiffSnapshotsResponse item, String before) {
        if (output.isJson()) {
            say(before);
            output.json(streams(), item);
        } else if (item.hasFile()) {
            say(line(item.getFile()));
        } else if (item.hasSummary()) {
            say(words(item.getSummary()));
        }
    }

    private static String line(FileChange change) {
        var shown = change.hasAfter() ? change.getAfter() : change.getBefore();
        var isOther = change.getBefore().getKind() != change.getAfter().getKind() || change.getContentChanged();
        var what = change.getChange() == ChangeKind.CHANGE_KIND_CHANGED && isOther
                ? extent(change.getBefore()) + " -> " + extent(shown)
                : extent(shown);
        return sign(change) + " " + Table.visible(shown.getPath()) + "  (" + Table.visible(what) + ")";
    }

    /** How large a file is; of anything else, what it is. */
    private static String extent(SnapshotFile file) {
        return switch (file.getKind()) {
            case FILE_KIND_SYMLINK -> "link to " + file.getLinkTarget();
            case FILE_KIND_REGULAR, FILE_KIND_UNSPECIFIED, UNRECOGNIZED -> Human.bytes(file.getSizeBytes());
            case FILE_KIND_DIRECTORY, FILE_KIND_SOCKET, FILE_KIND_FIFO, FILE_KIND_DEVICE ->
                Human.word("FILE_KIND_", file.getKind());
        };
    }

    private static String sign(FileChange change) {
        return switch (change.getChange()) {
            case CHANGE_KIND_ADDED -> "+";
            case CHANGE_KIND_REMOVED -> "-";
            case CHANGE_KIND_CHANGED -> changed(change);
            case CHANGE_KIND_UNSPECIFIED, UNRECOGNIZED -> "?";
        };
    }

    private static String changed(FileChange change) {
        if (change.getBefore().getKind() != change.getAfter().getKind()) {
            return "t";
        }
        return change.getContentChanged() ? "~" : "m";
    }

    private static String words(DiffSummary summary) {
        return summary.getAdded() + " added (" + Human.bytes(summary.getAddedBytes()) + "), "
                + summary.getChanged() + " changed (" + Human.bytes(summary.getChangedBytes()) + " new), "
                + summary.getRemoved() + " removed (" + Human.bytes(summary.getRemovedBytes()) + "), "
                + summary.getUnchanged() + " unchanged";
    }
}
