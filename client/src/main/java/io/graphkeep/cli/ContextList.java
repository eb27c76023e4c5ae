package io.graphkeep.cli;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import picocli.CommandLine.Command;

@Command(name = "list", aliases = "ls", description = "List the contexts; '*' is the one in use. No token is shown.")
final class ContextList extends LocalCommand {
    ContextList(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run() {
        var contexts = contexts().read();
        if (output.isJson()) {
            var all = ListValue.newBuilder();
            contexts.named()
                    .forEach((name, settings) -> all.addValues(Value.newBuilder()
                            .setStructValue(ContextFacts.of(name, settings, name.equals(contexts.used())))));
            var named = Value.newBuilder().setListValue(all).build();
            output.json(context().streams(), Struct.newBuilder().putFields("contexts", named));
            return ExitCode.DONE;
        }
        var table = new Table("", "NAME", "SERVER", "TOKEN", "TLS");
        contexts.named()
                .forEach((name, settings) -> table.row(
                        name.equals(contexts.used()) ? "*" : "",
                        name,
                        String.valueOf(settings.server()),
                        ContextFacts.token(settings),
                        ContextFacts.tls(settings)));
        output.lines(context().streams(), table);
        if (contexts.named().isEmpty()) {
            next("Make one with: graphkeep context add NAME --server HOST:PORT --token-file FILE");
        }
        return ExitCode.DONE;
    }
}
