package io.graphkeep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The group of commands about the store's key. */
@Command(
        name = "key",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Take care of the key that opens the store: without it no snapshot can be read.",
            "",
            "Example: graphkeep key export --to /media/usb/graphkeep.key"
        },
        subcommands = {LaunchedByLauncher.KeyExport.class, KeyRotate.class, HelpCommand.class})
final class KeyCommands {}
