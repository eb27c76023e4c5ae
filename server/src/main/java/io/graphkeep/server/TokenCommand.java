package io.graphkeep.server;

import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.HomeLock;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.token.TokenMapper;
import io.graphkeep.server.config.Configuration;
import io.graphkeep.server.config.Surroundings;
import io.graphkeep.server.security.AdminToken;
import io.graphkeep.server.security.AdminTokenReset;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.List;

/** The command {@code graphkeep token reset-admin}: a new admin token for the home's owner, with the server stopped. */
final class TokenCommand {
    private static final String HELP = """
        Usage: graphkeep token reset-admin [flags of graphkeep server]

        Makes a new admin token in admin.token under the home and revokes the one before. Only the home's owner may, and
        the server on this home must be stopped first.
        """;

    private TokenCommand() {}

    static int run(Surroundings surroundings, List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(HELP);
            return Main.DONE;
        }
        if (arguments.isEmpty() || !arguments.getFirst().equals("reset-admin")) {
            err.print(HELP);
            return Main.USAGE;
        }
        var config = Configuration.load(surroundings, arguments.subList(1, arguments.size()))
                .server();
        Logging.begin(config.logging());
        AdminTokenReset.requireOwner(config.home().directory());
        var clock = Clocks.ofTheSystem();
        var ids = new Ids(clock, new SecureRandom());
        try (var _ = HomeLock.take(config.home());
                var catalog = OpenCatalog.open(config.database(), config.home(), ids, List.of(TokenMapper.class))) {
            var events = new EventLog(clock, true);
            var token = new AdminToken(catalog.database(), events, ids, clock);
            var file = config.home().adminToken();
            new AdminTokenReset(catalog.database(), token, ids, clock).reset(file);
            out.println("The admin token was made anew; it is in " + file + ". The one before is revoked.");
            return Main.DONE;
        }
    }
}
