package io.graphkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the version of this command; 'graphkeep info' tells the server's.")
final class VersionCommand implements Callable<Integer> {
    private final CliContext context;

    VersionCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var version = Main.class.getPackage().getImplementationVersion();
        context.out().println("graphkeep " + (version == null ? "(not packaged)" : version));
        return ExitCode.DONE.number();
    }
}
