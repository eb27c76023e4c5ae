package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.RevokeTokenRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "revoke", description = "End a token. Its calls are refused at once, its open streams end within 30 s.")
final class TokenRevoke extends ServerCommand {
    @Parameters(paramLabel = "TOKEN", description = "The token's id, from 'token list'; not its secret.")
    String token = "";

    TokenRevoke(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var answer = client.admin()
                .revokeToken(RevokeTokenRequest.newBuilder()
                        .setTokenId(token)
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build());
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            say("Token " + answer.getToken().getName() + " is revoked.");
        }
        return ExitCode.DONE;
    }
}
