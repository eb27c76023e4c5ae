package io.graphkeep.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "use",
        description = {
            "Choose the context that commands use when nothing else is said.",
            "",
            "Example: graphkeep context use prod"
        })
final class ContextUse extends LocalCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The context.")
    @Nullable
    String name;

    @Option(names = "--none", description = "Use none: commands talk to the server of this machine.")
    boolean none;

    ContextUse(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run() {
        if ((name == null) != none) {
            throw new CommandFailed(ExitCode.USAGE, "Name the context to use, or say --none.", null);
        }
        var file = contexts();
        var after = file.read().using(name);
        file.write(after);
        say(
                name == null
                        ? "No context is in use."
                        : "Context " + name + " is in use: " + after.get(name).server() + ".");
        return ExitCode.DONE;
    }
}
