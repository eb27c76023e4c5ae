package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.ListTokensRequest;
import io.graphkeep.v1.ListTokensResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", aliases = "ls", description = "List the tokens; their secrets are not kept by anyone.")
final class TokenList extends ServerCommand {
    @Option(names = "--ended", description = "Also those that are revoked or have expired.")
    boolean ended;

    TokenList(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var all = ListTokensResponse.newBuilder();
        var token = "";
        do {
            var page = client.admin()
                    .listTokens(ListTokensRequest.newBuilder()
                            .setIncludeEnded(ended)
                            .setPageToken(token)
                            .build());
            all.addAllTokens(page.getTokensList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        if (output.isJson()) {
            output.json(streams(), all);
            return ExitCode.DONE;
        }
        var table = TokenText.table();
        all.getTokensList().forEach(each -> TokenText.row(table, each));
        output.lines(streams(), table);
        return ExitCode.DONE;
    }
}
