package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.ListSnapshotFilesRequest;
import io.graphkeep.v1.SnapshotFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ls",
        description = {
            "List the files of a snapshot, or those at and below a path, one a line.",
            "",
            "Example: graphkeep snapshot ls latest --graph books",
            "         graphkeep snapshot ls latest --graph books -l some/directory"
        })
final class SnapshotLs extends ServerCommand {
    private static final int PAGE = 1000;

    @Mixin
    SnapshotChoice choice = new SnapshotChoice();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            description = "A file, or a directory with all below.")
    String path = "";

    @Option(names = "-l", description = "With kind, mode, size, and what is wrong with it.")
    boolean isLong;

    private boolean found;

    SnapshotLs(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var at = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        var token = "";
        do {
            var page = client.backup()
                    .listSnapshotFiles(ListSnapshotFilesRequest.newBuilder()
                            .setSnapshotId(choice.id())
                            .setGraphId(choice.graph)
                            .setPathPrefix(at)
                            .setPageSize(PAGE)
                            .setPageToken(token)
                            .build());
            page.getFilesList().stream().filter(file -> isAt(file, at)).forEach(this::show);
            token = page.getNextPageToken();
        } while (!token.isEmpty() && !context().out().isLost());
        if (!found && !at.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "The snapshot has no " + Table.visible(at) + ".",
                    "See all that it has: graphkeep snapshot ls " + choice.snapshot
                            + (choice.graph.isEmpty() ? "" : " --graph " + choice.graph));
        }
        if (output.isJson()) {
            say(found ? "]}" : "{\"files\": []}");
        }
        return ExitCode.DONE;
    }

    private static boolean isAt(SnapshotFile file, String path) {
        return path.isEmpty() || file.getPath().equals(path) || file.getPath().startsWith(path + "/");
    }

    private void show(SnapshotFile file) {
        if (output.isJson()) {
            say(found ? "," : "{\"files\": [");
            output.json(streams(), file);
        } else {
            say(isLong ? SnapshotFiles.line(file) : Table.visible(file.getPath()));
        }
        found = true;
    }
}
