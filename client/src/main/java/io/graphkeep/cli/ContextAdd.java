package io.graphkeep.cli;

import io.graphkeep.client.ConnectionSettings;
import io.graphkeep.client.ServerAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = {
            "Give a server a name. A context of that name is replaced.",
            "",
            "With --token-file the file is read at each command; with --token-stdin the token itself is kept.",
            "Example: graphkeep context add prod --server graphkeep.example:50051 --token-stdin --use < prod.token"
        })
final class ContextAdd extends LocalCommand {
    private static final int LONGEST_TOKEN = 4096;

    @Parameters(paramLabel = "NAME", description = "Letters, digits, dots, dashes and underscores, 63 at most.")
    String name = "";

    @Option(names = "--server", required = true, paramLabel = "HOST:PORT", description = "The server.")
    String server = "";

    @Option(names = "--token-file", paramLabel = "FILE", description = "File that holds your token.")
    @Nullable
    Path tokenFile;

    @Option(names = "--token-stdin", description = "Read your token from standard input, and keep it.")
    boolean tokenStdin;

    @Option(names = "--ca", paramLabel = "FILE", description = "PEM file with the authority to trust for TLS.")
    @Nullable
    Path ca;

    @Option(names = "--cert", paramLabel = "FILE", description = "PEM file with your own certificate, for mutual TLS.")
    @Nullable
    Path certificate;

    @Option(names = "--cert-key", paramLabel = "FILE", description = "PEM file with the key of --cert.")
    @Nullable
    Path certificateKey;

    @Option(names = "--plaintext", description = "Talk without TLS (only on a network that you trust).")
    boolean plaintext;

    @Option(names = "--use", description = "Use it from now on.")
    boolean use;

    ContextAdd(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run() {
        if (!ContextText.isName(name)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "A context's name begins with a letter or a digit and has letters, digits, '.', '-' and '_', not '"
                            + Table.visible(name) + "'.",
                    null);
        }
        if ((tokenFile == null) != tokenStdin) {
            throw new CommandFailed(
                    ExitCode.USAGE, "A context needs a token: --token-file FILE, or --token-stdin.", null);
        }
        if ((certificate == null) != (certificateKey == null)) {
            throw new CommandFailed(ExitCode.USAGE, "--cert and --cert-key go together.", null);
        }
        var settings = new ConnectionSettings(
                address(),
                tokenStdin ? token() : null,
                there(tokenFile),
                there(ca),
                there(certificate),
                there(certificateKey),
                plaintext);
        var file = contexts();
        var before = file.read();
        var after = before.with(name, settings);
        file.write(use ? after.using(name) : after);
        say("Context " + name + (before.find(name).isPresent() ? " is replaced" : " is added")
                + (use ? ", and in use." : "."));
        next(use || name.equals(after.used()) ? "Try it: graphkeep info" : "Use it: graphkeep context use " + name);
        return ExitCode.DONE;
    }

    private ServerAddress address() {
        try {
            return ServerAddress.parse(server);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(wrong.getMessage()), null);
        }
    }

    /** Commands run anywhere: a file is kept by its whole path. */
    private static @Nullable Path there(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        var whole = file.toAbsolutePath().normalize();
        if (!Files.isReadable(whole)) {
            throw new CommandFailed(ExitCode.USAGE, "The file " + whole + " cannot be read.", null);
        }
        return whole;
    }

    private static String token() {
        try {
            var token = new String(System.in.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8).strip();
            if (token.isEmpty() || token.chars().anyMatch(each -> each <= ' ')) {
                throw new CommandFailed(ExitCode.USAGE, "Standard input holds no token.", null);
            }
            return token;
        } catch (IOException unreadable) {
            throw new CommandFailed(
                    ExitCode.USAGE, "Standard input cannot be read: " + unreadable.getMessage() + ".", null);
        }
    }
}
