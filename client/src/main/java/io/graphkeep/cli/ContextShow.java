package io.graphkeep.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show a context, or the one in use. A token is never shown.")
final class ContextShow extends LocalCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The context (default: the one in use).")
    @Nullable
    String name;

    ContextShow(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run() {
        var contexts = contexts().read();
        var shown = name == null ? contexts.used() : name;
        if (shown == null) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND, "No context is in use.", "Choose one with: graphkeep context use NAME");
        }
        var settings = contexts.get(shown);
        var facts = ContextFacts.of(shown, settings, shown.equals(contexts.used()));
        if (output.isJson()) {
            output.json(context().streams(), facts.toBuilder());
            return ExitCode.DONE;
        }
        say("name     " + shown + (shown.equals(contexts.used()) ? " (in use)" : ""));
        say("server   " + settings.server());
        say("token    " + ContextFacts.token(settings));
        say("TLS      " + ContextFacts.tls(settings));
        say("kept in  " + contexts().path());
        return ExitCode.DONE;
    }
}
