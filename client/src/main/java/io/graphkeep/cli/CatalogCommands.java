package io.graphkeep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The group of commands that bring the catalog back. */
@Command(
        name = "catalog",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Bring back the catalog, the database that knows what lies in the store.",
            "",
            "On the server's own machine, with the server stopped. docs/recovering-the-catalog.md goes through it.",
            "Each has its own help: graphkeep catalog rebuild --help"
        },
        subcommands = {
            LaunchedByLauncher.CatalogRebuild.class,
            LaunchedByLauncher.CatalogReconcile.class,
            HelpCommand.class
        })
final class CatalogCommands {}
