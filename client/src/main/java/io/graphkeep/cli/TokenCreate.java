package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.CreateTokenResponse;
import io.graphkeep.v1.TokenRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = {
            "Give out a token. Its secret is told once, on standard output or in a file of yours, and never again.",
            "",
            "Example: graphkeep token create ci --role reader --graphs 'books*' --days 90 --to ci.token"
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
            description = "Ends after so many days, at least 1 (default: never).")
    @Nullable
    Integer days;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Write the secret into this new file, which only you can read, instead of showing it.")
    @Nullable
    Path to;

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
        var lifetime = days;
        if (lifetime != null) {
            if (lifetime < 1) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "--days is 1 or more, not " + lifetime + ".",
                        "Leave it out for a token that never expires.");
            }
            request.setLifetime(seconds(Duration.ofDays(lifetime).toSeconds()));
        }
        var file = to;
        if (file == null) {
            show(client.admin().createToken(request.build()));
            return ExitCode.DONE;
        }
        try (var secret = SecretFile.create(file)) {
            var answer = client.admin().createToken(request.build());
            if (!secret.write(answer.getSecret())) {
                throw lost(answer, "into " + file);
            }
            if (output.isJson()) {
                output.json(streams(), answer.toBuilder().clearSecret());
            } else {
                say("The secret is in " + file + ", which only you can read.");
                next("Revoke it with: graphkeep token revoke "
                        + answer.getToken().getTokenId());
            }
            return ExitCode.DONE;
        }
    }

    private void show(CreateTokenResponse answer) {
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            say(answer.getSecret());
        }
        if (context().out().isLost()) {
            throw lost(answer, "to standard output");
        }
        next("Keep it now: it is not shown again. Revoke it with: graphkeep token revoke "
                + answer.getToken().getTokenId());
    }

    private static CommandFailed lost(CreateTokenResponse answer, String where) {
        return new CommandFailed(
                ExitCode.FAILED,
                "The token was made, but its secret could not be written " + where + ", and is lost.",
                "Revoke it: graphkeep token revoke " + answer.getToken().getTokenId());
    }
}
