package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetConfigRequest;
import io.graphkeep.v1.GetServerInfoRequest;
import io.graphkeep.v1.GetServerInfoResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "info", description = "Tell which server answers: its version, instance, switches and limits.")
final class InfoCommand extends ServerCommand {
    @Option(names = "--config", description = "Show the configuration that the running server uses, secrets masked.")
    boolean config;

    InfoCommand(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        return config ? config(client) : info(client);
    }

    private ExitCode config(GraphkeepClient client) {
        var answer = client.admin().getConfig(GetConfigRequest.getDefaultInstance());
        if (output.isJson()) {
            output.json(streams(), answer);
            return ExitCode.DONE;
        }
        var table = new Table("KEY", "VALUE", "FROM");
        for (var entry : answer.getEntriesList()) {
            table.row(entry.getKey(), entry.getValue(), Human.word("CONFIG_ORIGIN_", entry.getOrigin()));
        }
        output.lines(streams(), table);
        return ExitCode.DONE;
    }

    private ExitCode info(GraphkeepClient client) {
        var answer = client.admin().getServerInfo(GetServerInfoRequest.getDefaultInstance());
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            output.lines(streams(), details(client, answer));
        }
        return ExitCode.DONE;
    }

    private static Table details(GraphkeepClient client, GetServerInfoResponse answer) {
        var caller = answer.getCaller();
        var table = new Table("server", client.address().toString())
                .row("version", answer.getVersion())
                .row("instance", answer.getInstanceId())
                .row("node", answer.getNode())
                .row("started", Human.moment(answer.hasStartTime(), answer.getStartTime()))
                .row("store format", answer.getFormatVersion())
                .row("you are", caller.getTokenName() + " (" + Human.word("TOKEN_ROLE_", caller.getRole()) + ")");
        if (answer.getReadOnly()) {
            table.row("read-only", "yes: see 'graphkeep health'");
        }
        for (var each : answer.getSwitchesList()) {
            var state = each.getOn() ? "on" : "off";
            table.row(
                    "switch",
                    each.getName() + " " + state + (each.getFailure().isEmpty() ? "" : ": " + each.getFailure()));
        }
        return table;
    }
}
