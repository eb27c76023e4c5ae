package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.ListSnapshotFilesRequest;
import io.graphkeep.v1.SnapshotFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "files",
        description = "List the files of a snapshot with all that is known of them, and what could not be taken.")
final class SnapshotFiles extends ServerCommand {
    private static final int PAGE = 1000;

    @Mixin
    SnapshotChoice choice = new SnapshotChoice();

    @Option(names = "--path", paramLabel = "PREFIX", description = "Only paths that start so.")
    String prefix = "";

    @Option(names = "--problems", description = "Only what was skipped, unreadable or changed while it was read.")
    boolean problems;

    SnapshotFiles(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var token = "";
        var before = "{\"files\": [";
        do {
            var request = ListSnapshotFilesRequest.newBuilder()
                    .setSnapshotId(choice.id())
                    .setGraphId(choice.graph)
                    .setPathPrefix(prefix)
                    .setProblemsOnly(problems)
                    .setPageSize(PAGE)
                    .setPageToken(token)
                    .build();
            var page = client.backup().listSnapshotFiles(request);
            for (var file : page.getFilesList()) {
                show(file, before);
                before = ",";
            }
            token = page.getNextPageToken();
        } while (!token.isEmpty() && !context().out().isLost());
        if (output.isJson()) {
            say(before.equals(",") ? "]}" : before + "]}");
        }
        return ExitCode.DONE;
    }

    private void show(SnapshotFile file, String before) {
        if (!output.isJson()) {
            say(line(file));
            return;
        }
        say(before);
        output.json(streams(), file);
    }

    static String line(SnapshotFile file) {
        var text = String.format(
                "%-9s %04o %10s  %s",
                Human.word("FILE_KIND_", file.getKind()),
                file.getMode() & 07777,
                Human.bytes(file.getSizeBytes()),
                Table.visible(file.getPath()));
        if (!file.getLinkTarget().isEmpty()) {
            text += " -> " + Table.visible(file.getLinkTarget());
        }
        if (file.getProblem() != FileProblem.FILE_PROBLEM_UNSPECIFIED) {
            text += "  (" + Human.word("FILE_PROBLEM_", file.getProblem()) + ": "
                    + Table.visible(file.getProblemDetail()) + ")";
        }
        return text;
    }
}
