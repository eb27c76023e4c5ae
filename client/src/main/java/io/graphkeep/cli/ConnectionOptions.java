package io.graphkeep.cli;

import io.graphkeep.client.ConnectionSettings;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.GraphkeepClientBuilder;
import io.graphkeep.client.GraphkeepException;
import io.graphkeep.client.ServerAddress;
import io.graphkeep.client.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which server a command talks to, and as whom.
 *
 * <p>A flag counts before the environment, the environment before the context in use, and that before what the server of this
 * machine left under its home. A home that the environment names counts as the environment does. The admin token under the home is only ever sent to the server that wrote it, and a token of a
 * context to the server of that context.
 */
final class ConnectionOptions {
    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description =
                    "The server to talk to (GRAPHKEEP_SERVER; default: the one that runs on this machine's home). One"
                            + " that is named needs a token that is named, too.")
    @Nullable
    String server;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description =
                    "A server that 'graphkeep context add' has given this name (GRAPHKEEP_CONTEXT; default: the one"
                            + " that 'graphkeep context use' chose).")
    @Nullable
    String context;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File that holds your token (GRAPHKEEP_TOKEN_FILE or GRAPHKEEP_TOKEN; default: the admin"
                    + " token of this machine's home, which is never sent to a --server).")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file with the authority to trust for TLS (GRAPHKEEP_CA; default: the system's).")
    @Nullable
    Path ca;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "PEM file with your own certificate, for mutual TLS (GRAPHKEEP_CERT).")
    @Nullable
    Path certificate;

    @Option(
            names = "--cert-key",
            paramLabel = "FILE",
            description = "PEM file with the key of --cert (GRAPHKEEP_CERT_KEY).")
    @Nullable
    Path certificateKey;

    @Option(
            names = "--plaintext",
            description =
                    "Talk without TLS to a server that is not on this machine (GRAPHKEEP_PLAINTEXT=true; only on a"
                            + " network that you trust).")
    boolean plaintext;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Give up on a single call after this long, at least 1 (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds = 30;

    /** Connects lazily: the first call tells whether the server is there. */
    GraphkeepClient connect(Map<String, String> environment) {
        if (timeoutSeconds < 1) {
            throw new CommandFailed(ExitCode.USAGE, "--timeout is 1 second or more, not " + timeoutSeconds + ".", null);
        }
        var said = settings(environment);
        var builder = GraphkeepClient.builder().timeout(Duration.ofSeconds(timeoutSeconds));
        try {
            return said.server() == null
                    ? local(builder, said, LocalServer.home(environment)).connect()
                    : named(builder, said).connect();
        } catch (GraphkeepException failure) {
            throw told(failure);
        }
    }

    /** Whether nothing but the home of this machine says who calls: then it is its admin, who may see everything. */
    boolean isLocalAdmin(Map<String, String> environment) {
        var said = settings(environment);
        return said.server() == null && !said.hasToken();
    }

    /** What flags say, then the environment, then the context; a context that a flag names counts before the environment. */
    ConnectionSettings settings(Map<String, String> environment) {
        if (server != null && context != null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--server names a server, and --context one too: which is meant?",
                    "Leave one out.");
        }
        var flags = flags();
        var variables = variables(environment);
        var asked = context;
        if (asked != null) {
            return flags.or(ContextFile.of(environment).read().get(asked));
        }
        if (flags.or(variables).server() != null) {
            // A token of a context is for the server of that context.
            return flags.or(variables);
        }
        var contexts = ContextFile.of(environment).read();
        var chosen = environment.getOrDefault("GRAPHKEEP_CONTEXT", "").strip();
        if (!chosen.isEmpty()) {
            return flags.or(variables).or(contexts.get(chosen));
        }
        if (LocalServer.isHomeNamed(environment)) {
            // Whoever names a home means the server that runs on it.
            return flags.or(variables);
        }
        var used = contexts.used();
        return used == null ? flags.or(variables) : flags.or(variables).or(contexts.get(used));
    }

    /** What the flags alone say. */
    ConnectionSettings flags() {
        try {
            return new ConnectionSettings(
                    server == null ? null : ServerAddress.parse(server),
                    null,
                    tokenFile,
                    ca,
                    certificate,
                    certificateKey,
                    plaintext);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(wrong.getMessage()), null);
        }
    }

    private static ConnectionSettings variables(Map<String, String> environment) {
        try {
            return ConnectionSettings.of(environment);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(wrong.getMessage()), null);
        }
    }

    private static GraphkeepClientBuilder named(GraphkeepClientBuilder builder, ConnectionSettings said) {
        if (!said.hasToken()) {
            throw new CommandFailed(
                    ExitCode.NOT_ALLOWED,
                    "No token was given for this server.",
                    "Set GRAPHKEEP_TOKEN_FILE (or GRAPHKEEP_TOKEN), or use --token-file FILE.");
        }
        return builder.settings(said);
    }

    /** The server that runs on the home of this machine, which has its admin's token there. */
    private static GraphkeepClientBuilder local(GraphkeepClientBuilder builder, ConnectionSettings said, Path home) {
        var local = LocalServer.read(home).orElseThrow(() -> noServer(home));
        var token = new ConnectionSettings(local.address(), null, home.resolve("admin.token"), null, null, null, false);
        var all = said.or(token);
        if (!local.tls()) {
            return builder.settings(all).transport(new Transport.Plaintext());
        }
        return builder.settings(all.or(new ConnectionSettings(null, null, null, local.ca(), null, null, false)))
                .transport(tls(all, local));
    }

    private static Transport tls(ConnectionSettings said, LocalServer local) {
        try {
            return new Transport.Tls(
                    said.ca() == null ? local.ca() : said.ca(), said.certificate(), said.certificateKey());
        } catch (IllegalArgumentException incomplete) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(incomplete.getMessage()), null);
        }
    }

    /** What keeps a connection from being made at all. */
    private static CommandFailed told(GraphkeepException failure) {
        var code = ExitCode.of(failure);
        return new CommandFailed(
                code,
                failure.sentence(),
                code == ExitCode.NOT_ALLOWED
                        ? "Use --token-file FILE, or run this as the user who owns the server's home."
                        : "Check --ca, --cert and --cert-key.");
    }

    private static CommandFailed noServer(Path home) {
        var holder = HomeHolder.pid(home);
        if (holder.isPresent()) {
            return new CommandFailed(
                    ExitCode.UNREACHABLE,
                    "The Graphkeep server on " + home + " (pid " + holder.getAsLong()
                            + ") is starting, or stopping, and takes no calls now.",
                    "Try again in a moment; its log says what it waits for.");
        }
        return new CommandFailed(
                ExitCode.UNREACHABLE,
                "No Graphkeep server runs on " + home + ".",
                "Start one with 'graphkeep server', or name another with --server HOST:PORT.");
    }
}
