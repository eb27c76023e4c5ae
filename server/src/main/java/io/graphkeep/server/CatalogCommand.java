package io.graphkeep.server;

import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.HomeLock;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.config.Configuration;
import io.graphkeep.server.config.ServerConfig;
import io.graphkeep.server.config.Surroundings;
import io.graphkeep.server.errors.StartRefused;
import io.graphkeep.server.security.AdminToken;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.LocalBackend;
import io.graphkeep.server.store.rebuild.CatalogRebuild;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The commands {@code graphkeep catalog rebuild} and {@code graphkeep catalog reconcile}, with the server stopped. */
final class CatalogCommand {
    private static final String HELP = """
        Usage: graphkeep catalog rebuild [--put-aside] [-o json] [flags of graphkeep server]
               graphkeep catalog reconcile [-o json] [flags of graphkeep server]

        The catalog is the database that knows what lies in the store. Both commands need the store, its master key and
        a stopped server, and take the configuration that the server has (GRAPHKEEP_HOME, GRAPHKEEP_STORE and so on).

        rebuild     The database is lost: makes a new catalog of the store alone. Graphs, policies, snapshots, labels,
                    holds and epochs come back; tokens, the secrets of targets, operations and events do not.
                    --put-aside keeps a catalog that is there under another name, and makes a new one all the same.
        reconcile   An older copy of the database was brought back: enters what the store has since got, drops what was
                    deleted since, and finds again what was moved. Tokens and history of the copy stay.

        -o json answers with one JSON object on standard output; progress then goes to standard error.

        Both refuse while a server runs on the same database, be it of another home or on another machine.
        Either may be interrupted, and is then run again. docs/recovering-the-catalog.md goes through it step by step.
        """;
    /** One statement of a large rebuild takes longer than any of a server. */
    private static final Duration LONGEST_STATEMENT = Duration.ofHours(12);

    private static final Set<String> FORMS = Set.of("", "text", "json");

    private final PrintStream out;
    private final PrintStream told;
    private final boolean json;
    private final Clock clock = Clocks.ofTheSystem();
    private final Ids ids = new Ids(clock, new SecureRandom());

    /**
     * One run of the command.
     *
     * @param out where its answer goes
     * @param told where its progress goes
     */
    private CatalogCommand(PrintStream out, PrintStream told, boolean json) {
        this.out = out;
        this.told = told;
        this.json = json;
    }

    static int run(Surroundings surroundings, List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(HELP);
            return Main.DONE;
        }
        var flags = new ArrayList<>(arguments);
        var putAside = flags.remove("--put-aside");
        var form = CommandFlags.take("-o", flags) + CommandFlags.take("--output", flags);
        var command = flags.isEmpty() ? "" : flags.removeFirst();
        if (!(command.equals("rebuild") || (command.equals("reconcile") && !putAside)) || !FORMS.contains(form)) {
            err.print(HELP);
            return Main.USAGE;
        }
        var config = Configuration.load(surroundings, flags).server();
        var json = form.equals("json");
        if (json) {
            Logging.beginBeside(config.logging());
        } else {
            Logging.begin(config.logging());
        }
        new CatalogCommand(out, json ? err : out, json).run(config, command.equals("rebuild"), putAside);
        return Main.DONE;
    }

    private void run(ServerConfig config, boolean rebuild, boolean putAside) {
        try (var _ = HomeLock.take(config.home())) {
            var home = HomeIdentity.of(config.home().directory(), ids);
            var backend = open(config, home);
            var aside = putAside ? CatalogAside.put(config, home, clock) : null;
            if (aside != null && !json) {
                out.println(aside);
            }
            try (var catalog = OpenCatalog.open(
                    config.database().withStatementTimeout(LONGEST_STATEMENT),
                    config.home(),
                    ids,
                    CatalogMappers.ALL)) {
                var database = catalog.database();
                var events = new EventLog(clock, true);
                var key = StoreKey.of(config);
                var work = new CatalogRebuild(database, backend, key, home, events, ids, clock);
                var progress = new ProgressLines(told, clock);
                var report = rebuild ? work.rebuild(progress) : work.reconcile(progress);
                var token = rebuild ? token(new AdminToken(database, events, ids, clock), config) : null;
                if (json) {
                    out.println(RebuildJson.of(rebuild ? "rebuild" : "reconcile", report, aside, token));
                    return;
                }
                RebuildText.tell(report, out);
                if (token != null) {
                    tellRebuilt(token);
                }
                out.println("Next: start the server (graphkeep server), then look at graphkeep snapshot list.");
            }
        }
    }

    private static String token(AdminToken admin, ServerConfig config) {
        var token = admin.ensure(config.home().adminToken(), config.access().adminTokenFile());
        return switch (token.state()) {
            case MADE, THERE, BROUGHT ->
                token.sentence() + " The command line on this machine finds it by itself: make the other tokens anew"
                        + " with it, for each program one (graphkeep token create NAME --role ROLE).";
            case FILE_MISSING ->
                token.sentence() + " Then make the other tokens anew with it, for each program one (graphkeep token"
                        + " create NAME --role ROLE).";
        };
    }

    /** A directory that is not there is a store that is not mounted, and not an empty one to be made. */
    private static Backend open(ServerConfig config, UUID home) {
        var directory = config.store().url().directory();
        if (!Files.isDirectory(directory)) {
            throw new StartRefused("The store's directory " + directory
                    + " is not there: is its disk mounted, is GRAPHKEEP_STORE right? Nothing was changed.");
        }
        try {
            return LocalBackend.open(directory, home, new SecureRandom());
        } catch (IOException e) {
            throw new StartRefused("The store's directory " + directory + " cannot be used: " + e.getMessage(), e);
        }
    }

    private void tellRebuilt(String token) {
        out.println(
                "What the store does not hold, and is lost: tokens, the addresses and secrets of targets, remembered"
                        + " request ids,");
        out.println("the history of operations, events, and when what was last verified.");
        out.println(token);
        out.println("Nothing is removed from the store until a person has looked at what is there and lets a cleanup go"
                + " on:");
        out.println("  graphkeep cleanup --dry-run, then graphkeep cleanup --allow-share 0.25");
    }
}
