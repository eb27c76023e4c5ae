package io.graphkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Commands that work without a server, on the home itself: the launcher starts the server's program for them.
 *
 * <p>They stand here so that help and completion know them.
 */
final class LaunchedByLauncher {
    private LaunchedByLauncher() {}

    @Command(name = "server", description = "Start a server; see 'graphkeep server --help' and docs/configuration.md.")
    static final class ServerStart extends ByLauncher {
        ServerStart(CliContext context) {
            super(context);
        }
    }

    @Command(name = "config", description = "Print the configuration that a server started here would use.")
    static final class Config extends ByLauncher {
        Config(CliContext context) {
            super(context);
        }
    }

    @Command(
            name = "export",
            description =
                    "Write a copy of the store's key (--to FILE or --stdout), to be kept elsewhere; works without a"
                            + " server.")
    static final class KeyExport extends ByLauncher {
        KeyExport(CliContext context) {
            super(context);
        }
    }

    @Command(
            name = "rebuild",
            description = "The database is lost: make a new catalog of the store alone, with the server stopped.")
    static final class CatalogRebuild extends ByLauncher {
        CatalogRebuild(CliContext context) {
            super(context);
        }
    }

    @Command(
            name = "reconcile",
            description = "An older copy of the database was brought back: bring it up to the store, with the server"
                    + " stopped.")
    static final class CatalogReconcile extends ByLauncher {
        CatalogReconcile(CliContext context) {
            super(context);
        }
    }

    @Command(
            name = "reset-admin",
            description = "A lost admin token is replaced, on the server's own machine and without a server.")
    static final class TokenReset extends ByLauncher {
        TokenReset(CliContext context) {
            super(context);
        }
    }

    abstract static class ByLauncher implements Callable<Integer> {
        private final CliContext context;

        ByLauncher(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            var failure = new CommandFailed(
                    ExitCode.USAGE,
                    "This command works on the home itself and is started by the launcher 'graphkeep'.",
                    "Run it as the launcher's first words, before any flag: graphkeep server, config, key export,"
                            + " token reset-admin, catalog rebuild or catalog reconcile.");
            return new ErrorReport(context.err(), false).tell(failure).number();
        }
    }
}
