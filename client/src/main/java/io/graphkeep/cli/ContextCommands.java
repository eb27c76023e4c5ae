package io.graphkeep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The group of commands that give connections names. */
@Command(
        name = "context",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Give servers names, and choose which one commands talk to.",
            "",
            "A context keeps a server's address, your token or the file that holds it, and what TLS needs. They are"
                    + " kept in ~/.config/graphkeep/contexts, which only you can read. --server, GRAPHKEEP_SERVER and"
                    + " GRAPHKEEP_HOME count before the context in use, and that before the server of this machine.",
            "",
            "Example: graphkeep context add prod --server graphkeep.example:50051 --token-file ~/prod.token --ca"
                    + " ca.pem",
            "         graphkeep context use prod",
            "         graphkeep snapshot list books"
        },
        subcommands = {
            ContextAdd.class,
            ContextUse.class,
            ContextList.class,
            ContextShow.class,
            ContextRemove.class,
            HelpCommand.class
        })
final class ContextCommands {}
