package io.graphkeep.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.graphkeep.client.ServerAddress;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server of this machine, as it describes itself in the file {@code server.json} under its home.
 *
 * @param ca the PEM file to trust where it speaks TLS; null where it does not
 */
record LocalServer(
        ServerAddress address,
        String http,
        boolean tls,
        @Nullable Path ca,
        long pid) {
    private static final String HOME_VARIABLE = "GRAPHKEEP_HOME";

    /** The home that this environment means: the variable, or {@code .graphkeep} under the user's own. */
    static Path home(Map<String, String> environment) {
        var named = environment.getOrDefault(HOME_VARIABLE, "").strip();
        var user = userHome(environment);
        if (named.isEmpty()) {
            return user.resolve(".graphkeep");
        }
        return named.startsWith("~/") ? user.resolve(named.substring(2)) : Path.of(named);
    }

    /** Whether the environment says which home is meant. */
    static boolean isHomeNamed(Map<String, String> environment) {
        return !environment.getOrDefault(HOME_VARIABLE, "").isBlank();
    }

    /** What the shell's {@code ~} means: HOME, and where it says nothing, the user's entry in the machine's list. */
    static Path userHome(Map<String, String> environment) {
        var home = environment.getOrDefault("HOME", "");
        return Path.of(home.startsWith("/") ? home : System.getProperty("user.home", ""));
    }

    /** Reads the description of the server that runs on this home; empty when none does. */
    static Optional<LocalServer> read(Path home) {
        var file = home.resolve("server.json");
        try {
            return Optional.of(of(JsonParser.parseString(Files.readString(file))));
        } catch (JsonParseException | IllegalArgumentException unreadable) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The file " + file + " is not what a Graphkeep server writes: " + unreadable.getMessage(),
                    "Restart the server, or name it with --server HOST:PORT.");
        } catch (NoSuchFileException noServer) {
            return Optional.empty();
        } catch (AccessDeniedException denied) {
            throw new CommandFailed(
                    ExitCode.NOT_ALLOWED,
                    "You may not read the home " + home + ", so this cannot tell whether a server runs on it.",
                    "Run this as the user who owns it, or name the server and your token with --server and"
                            + " --token-file.");
        } catch (IOException unreadable) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The file " + file + " cannot be read: " + unreadable.getMessage(),
                    "Name the server with --server HOST:PORT.");
        }
    }

    private static LocalServer of(JsonElement json) {
        if (!json.isJsonObject()) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        var fields = json.getAsJsonObject();
        var grpc = text(fields, "grpc");
        if (grpc.isEmpty()) {
            throw new IllegalArgumentException("it names no gRPC address");
        }
        var ca = text(fields, "ca");
        return new LocalServer(
                ServerAddress.parse(grpc),
                text(fields, "http"),
                text(fields, "tls").equals("true"),
                ca.isEmpty() ? null : Path.of(ca),
                pid(text(fields, "pid")));
    }

    /** A field as it reads; empty where there is none. */
    private static String text(JsonObject fields, String name) {
        var value = fields.get(name);
        return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
    }

    private static long pid(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
