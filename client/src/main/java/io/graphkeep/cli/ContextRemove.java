package io.graphkeep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        aliases = "rm",
        description = "Forget a context, with a token that it keeps. The server and the token are not touched.")
final class ContextRemove extends LocalCommand {
    @Parameters(paramLabel = "NAME", description = "The context.")
    String name = "";

    ContextRemove(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run() {
        var file = contexts();
        file.write(file.read().without(name));
        say("Context " + name + " is gone.");
        return ExitCode.DONE;
    }
}
