package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.ListTokensRequest;
import io.graphkeep.v1.RevokeTokenRequest;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "revoke", description = "End a token. Its calls are refused at once, its open streams end within 30 s.")
final class TokenRevoke extends ServerCommand {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    @Parameters(paramLabel = "TOKEN", description = "The token's id or name, from 'token list'; not its secret.")
    String token = "";

    TokenRevoke(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var answer = client.admin()
                .revokeToken(RevokeTokenRequest.newBuilder()
                        .setTokenId(id(client))
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build());
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            say("Token " + answer.getToken().getName() + " is revoked.");
        }
        return ExitCode.DONE;
    }

    /** The id that is meant: of valid tokens, each has a name of its own. */
    private String id(GraphkeepClient client) {
        if (ID.matcher(token).matches()) {
            return token;
        }
        var page = ListTokensRequest.newBuilder();
        do {
            var answer = client.admin().listTokens(page.build());
            for (var each : answer.getTokensList()) {
                if (each.getName().equals(token)) {
                    return each.getTokenId();
                }
            }
            page.setPageToken(answer.getNextPageToken());
        } while (!page.getPageToken().isEmpty());
        throw new CommandFailed(
                ExitCode.NOT_FOUND,
                "No valid token has the name or the id '" + Table.visible(token) + "'.",
                "See: graphkeep token list");
    }
}
