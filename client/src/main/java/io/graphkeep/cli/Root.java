package io.graphkeep.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** The command's first word, and what it says of itself. */
@Command(
        name = "graphkeep",
        versionProvider = VersionCommand.Line.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Snapshots, replication and proven recovery for graph-RAG data.",
            "",
            "A first round, with a server of your own:",
            "  graphkeep server --demo                             (leave it running)",
            "  graphkeep graph add books --path /srv/books",
            "  graphkeep snapshot create books",
            "  graphkeep snapshot restore latest --graph books --to /srv/books-restored",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        footer = {
            "",
            "A command finds the server of this machine, and its admin token, under GRAPHKEEP_HOME (~/.graphkeep).",
            "Another one is named by --server or GRAPHKEEP_SERVER, with GRAPHKEEP_TOKEN_FILE, or kept by name:"
                    + " 'graphkeep context'.",
            "Each command has its own --help. With -o json the answer is one JSON object on standard output, and an"
                    + " error",
            "one on standard error: {\"error\": {\"code\", \"reason\", \"message\", \"metadata\"}}.",
            "A reader that closes the pipe early, as 'head' does, is no failure; an answer that cannot be written is."
        },
        subcommands = {
            LaunchedByLauncher.ServerStart.class,
            LaunchedByLauncher.Config.class,
            GraphCommands.class,
            SnapshotCommands.class,
            CleanupCommand.class,
            StatsCommand.class,
            VerifyCommand.class,
            RepairCommand.class,
            OperationCommands.class,
            ContextCommands.class,
            TokenCommands.class,
            KeyCommands.class,
            CatalogCommands.class,
            HealthCommand.class,
            EventsCommand.class,
            InfoCommand.class,
            VersionCommand.class,
            AutoComplete.GenerateCompletion.class,
            HelpCommand.class
        })
final class Root {
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version of this command.")
    boolean version;
}
