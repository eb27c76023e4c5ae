package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A real server on a home of its own, with free ports; stopped with the test that started it.
 *
 * <p>Its output is kept in a file beside the home, and is part of every complaint.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"?([^\",}]*)\"?");

    private final Path home;
    private final Map<String, String> environment;
    private final Process process;
    private final Path log;

    private ServerProcess(Path home, Map<String, String> environment, Process process, Path log) {
        this.home = home;
        this.environment = environment;
        this.process = process;
        this.log = log;
    }

    /** Starts a server and waits until it is ready. */
    static ServerProcess start(Path home, String... settings) {
        return launch(home, settings).ready();
    }

    /** The same, with a launcher that lies elsewhere. */
    static ServerProcess start(Path launcher, Path home, String... settings) {
        return launch(launcher, home, settings).ready();
    }

    /** Starts a server without waiting; settings are {@code NAME=value}, flags start with {@code --}. */
    static ServerProcess launch(Path home, String... settings) {
        return launch(Launcher.top().resolve("graphkeep"), home, settings);
    }

    private static ServerProcess launch(Path launcher, Path home, String... settings) {
        var environment = new TreeMap<String, String>();
        environment.put("GRAPHKEEP_HOME", home.toString());
        environment.put("GRAPHKEEP_GRPC_PORT", "0");
        environment.put("GRAPHKEEP_HTTP_PORT", "0");
        var command = new ArrayList<>(List.of(launcher.toString(), "server"));
        for (var setting : settings) {
            if (setting.startsWith("--")) {
                command.add(setting);
            } else {
                var equals = setting.indexOf('=');
                environment.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
        }
        try {
            Files.createDirectories(home.toAbsolutePath().getParent());
            var log = home.resolveSibling(home.getFileName() + ".log");
            // A description left by a server that was killed must not be taken for the new one's.
            Files.deleteIfExists(home.resolve("server.json"));
            var process = Launcher.builder(environment, command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ServerProcess(home, environment, process, log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Itself, ready; one that does not become ready is not left running. */
    private ServerProcess ready() {
        try {
            awaitReady();
            return this;
        } catch (AssertionError notReady) {
            close();
            throw notReady;
        }
    }

    void awaitReady() {
        Await.until(
                "the server to be ready",
                START,
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("The server ended with " + process.exitValue() + ":\n" + log());
                    }
                    // The line comes a moment after the file, and tests read both.
                    return Files.exists(home.resolve("server.json"))
                            && log().contains(": gRPC on " + grpc() + ", HTTP on ");
                },
                this::log);
    }

    /** Waits for the process to end by itself, and gives its exit code. */
    int awaitExit() {
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The server did not end:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** SIGKILL: nothing is tidied up. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM, and wait for the end. */
    int stop() {
        process.destroy();
        return awaitExit();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Path home() {
        return home;
    }

    /** The address of the gRPC port that is in force. */
    String grpc() {
        return description("grpc");
    }

    /** The address of the HTTP port that is in force. */
    String http() {
        return description("http");
    }

    String adminToken() {
        try {
            return Files.readString(home.resolve("admin.token")).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs a command as the owner of this home. */
    Launcher.Result graphkeep(String... arguments) {
        return Launcher.graphkeep(Map.of("GRAPHKEEP_HOME", home.toString()), arguments);
    }

    Map<String, String> environment() {
        return environment;
    }

    private String description(String field) {
        try {
            var match = FIELD.matcher(Files.readString(home.resolve("server.json")));
            while (match.find()) {
                if (match.group(1).equals(field)) {
                    return match.group(2);
                }
            }
            throw new AssertionError("server.json has no " + field);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
