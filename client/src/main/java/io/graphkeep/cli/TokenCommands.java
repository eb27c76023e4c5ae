package io.graphkeep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The group of commands about tokens: who may call. */
@Command(
        name = "token",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Give out, list and revoke access tokens.",
            "",
            "A lost admin token is replaced on the server's own machine: graphkeep token reset-admin",
            "Example: graphkeep token create ci --role reader --graphs 'books*' --days 90"
        },
        subcommands = {
            TokenCreate.class,
            TokenList.class,
            TokenRevoke.class,
            LaunchedByLauncher.TokenReset.class,
            HelpCommand.class
        })
final class TokenCommands {}
