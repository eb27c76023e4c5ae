package io.graphkeep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The group of commands about operations: jobs that take time, and outlive the command that started them. */
@Command(
        name = "operation",
        aliases = "op",
        synopsisSubcommandLabel = "COMMAND",
        description = "Look at running and finished operations, follow them, cancel them.",
        subcommands = {
            OperationList.class,
            OperationShow.class,
            OperationWatch.class,
            OperationCancel.class,
            HelpCommand.class
        })
final class OperationCommands {}
