package io.graphkeep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The group of commands about graphs: what is protected. */
@Command(
        name = "graph",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Protect directories as graphs, and see which there are.",
            "",
            "Example: graphkeep graph add books --path /srv/lightrag/books"
        },
        subcommands = {
            GraphAdd.class,
            GraphList.class,
            GraphShow.class,
            GraphUpdate.class,
            GraphRemove.class,
            HelpCommand.class
        })
final class GraphCommands {}
