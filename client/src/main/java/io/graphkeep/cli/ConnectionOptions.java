package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.ServerAddress;
import io.graphkeep.client.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which server a command talks to, and as whom.
 *
 * <p>A flag counts before the environment, and the environment before what the server of this machine left under its home. The
 * admin token under the home is only ever sent to the server that wrote it.
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
                    "Talk without TLS to a server that is not on this machine (only on a network that you trust).")
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
        var home = LocalServer.home(environment);
        var named = named(server, environment, "GRAPHKEEP_SERVER");
        var local = named == null ? LocalServer.read(home) : Optional.<LocalServer>empty();
        if (named == null && local.isEmpty()) {
            throw noServer(home);
        }
        var address = named == null ? local.orElseThrow().address() : address(named);
        var transport =
                local.map(found -> transport(found, environment)).orElseGet(() -> transport(address, environment));
        return GraphkeepClient.connect(
                address, transport, token(environment, home, local.isPresent()), Duration.ofSeconds(timeoutSeconds));
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

    /** Whether nothing but the home of this machine says who calls: then it is its admin, who may see everything. */
    boolean isLocalAdmin(Map<String, String> environment) {
        return named(server, environment, "GRAPHKEEP_SERVER") == null
                && path(tokenFile, environment, "GRAPHKEEP_TOKEN_FILE") == null
                && named(null, environment, "GRAPHKEEP_TOKEN") == null;
    }

    private static ServerAddress address(String text) {
        try {
            return ServerAddress.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(wrong.getMessage()), null);
        }
    }

    private Transport transport(LocalServer local, Map<String, String> environment) {
        if (!local.tls()) {
            return new Transport.Plaintext();
        }
        var own = tls(environment);
        return own.ca() == null ? new Transport.Tls(local.ca(), own.certificate(), own.key()) : own;
    }

    private Transport transport(ServerAddress address, Map<String, String> environment) {
        if (plaintext) {
            return new Transport.Plaintext();
        }
        var tls = tls(environment);
        var asked = tls.ca() != null || tls.certificate() != null;
        return address.isLoopback() && !asked ? new Transport.Plaintext() : tls;
    }

    private Transport.Tls tls(Map<String, String> environment) {
        try {
            return new Transport.Tls(
                    path(ca, environment, "GRAPHKEEP_CA"),
                    path(certificate, environment, "GRAPHKEEP_CERT"),
                    path(certificateKey, environment, "GRAPHKEEP_CERT_KEY"));
        } catch (IllegalArgumentException incomplete) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(incomplete.getMessage()), null);
        }
    }

    private String token(Map<String, String> environment, Path home, boolean isLocal) {
        var direct = environment.getOrDefault("GRAPHKEEP_TOKEN", "").strip();
        if (tokenFile == null && !direct.isEmpty()) {
            return direct;
        }
        var file = path(tokenFile, environment, "GRAPHKEEP_TOKEN_FILE");
        if (file != null) {
            return readToken(file);
        }
        var admin = home.resolve("admin.token");
        if (!isLocal) {
            throw new CommandFailed(
                    ExitCode.NOT_ALLOWED,
                    "No token was given for this server.",
                    "Set GRAPHKEEP_TOKEN_FILE (or GRAPHKEEP_TOKEN), or use --token-file FILE.");
        }
        return readToken(admin);
    }

    private static String readToken(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new CommandFailed(
                    ExitCode.NOT_ALLOWED,
                    "The token file " + file + " cannot be read ("
                            + unreadable.getClass().getSimpleName() + ").",
                    "Use --token-file FILE, or run this as the user who owns the server's home.");
        }
    }

    private static @Nullable String named(@Nullable String flag, Map<String, String> environment, String variable) {
        if (flag != null) {
            return flag;
        }
        var value = environment.getOrDefault(variable, "").strip();
        return value.isEmpty() ? null : value;
    }

    private static @Nullable Path path(@Nullable Path flag, Map<String, String> environment, String variable) {
        var named = named(flag == null ? null : flag.toString(), environment, variable);
        return named == null ? null : Path.of(named);
    }
}
