package io.graphkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that works without a server: runs, and turns failures into sentences and exit codes. */
abstract class LocalCommand implements Callable<Integer> {
    @Mixin
    Output output = new Output();

    private final CliContext context;

    LocalCommand(CliContext context) {
        this.context = context;
    }

    /** The command itself. */
    abstract ExitCode run();

    @Override
    public final Integer call() {
        try {
            return run().number();
        } catch (CommandFailed failure) {
            return new ErrorReport(context.err(), output.isJson()).tell(failure).number();
        }
    }

    final CliContext context() {
        return context;
    }

    final void say(String line) {
        context.out().println(line);
    }

    final void next(String sentence) {
        output.next(context.streams(), sentence);
    }

    final ContextFile contexts() {
        return ContextFile.of(context.environment());
    }
}
