package io.graphkeep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The group of commands about snapshots: taking, looking, restoring, deleting. */
@Command(
        name = "snapshot",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Take, list and restore snapshots.",
            "",
            "Example: graphkeep snapshot create books",
            "         graphkeep snapshot restore latest --graph books --to /srv/books-restored",
            "         graphkeep snapshot pull latest --graph books --to ./books"
        },
        subcommands = {
            SnapshotCreate.class,
            SnapshotList.class,
            SnapshotShow.class,
            SnapshotLs.class,
            SnapshotFiles.class,
            SnapshotCat.class,
            SnapshotDiff.class,
            SnapshotRestore.class,
            SnapshotPush.class,
            SnapshotPull.class,
            SnapshotRelease.class,
            SnapshotHold.class,
            SnapshotDelete.class,
            HelpCommand.class
        })
final class SnapshotCommands {}
