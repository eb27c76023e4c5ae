package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.TokenRole;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = {
            "Give out a token. Its secret is shown once, on standard output, and never again.",
            "",
            "Example: graphkeep token create ci --role reader --graphs 'books*' --days 90 > ci.token"
        })
final class TokenCreate extends ServerCommand {
    /** The roles, in the words of the documentation. */
    enum RoleName {
        monitor,
        reader,
        agent,
        peer,
        operator,
        admin
    }

    @Parameters(paramLabel = "NAME", description = "Who or what it is for.")
    String name = "";

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "One of: ${COMPLETION-CANDIDATES}.")
    RoleName role = RoleName.monitor;

    @Option(
            names = "--graphs",
            split = ",",
            paramLabel = "ID|PREFIX*",
            description = "Only these graphs, separated by commas (default: all).")
    List<String> graphs = List.of();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "0",
            description = "Ends after so many days (default: never).")
    int days;

    TokenCreate(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var request = CreateTokenRequest.newBuilder()
                .setName(name)
                .setRole(TokenRole.valueOf("TOKEN_ROLE_" + role.name().toUpperCase(Locale.ROOT)))
                .addAllScopes(graphs)
                .setRequestId(GraphkeepClient.newRequestId());
        if (days != 0) {
            request.setLifetime(seconds(Duration.ofDays(days).toSeconds()));
        }
        var answer = client.admin().createToken(request.build());
        if (output.isJson()) {
            output.json(streams(), answer);
            return ExitCode.DONE;
        }
        say(answer.getSecret());
        next("Keep it now: it is not shown again. Revoke it with: graphkeep token revoke "
                + answer.getToken().getTokenId());
        return ExitCode.DONE;
    }
}
