package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A PostgreSQL that belongs to no server, and that a test stops and starts as an operator would.
 *
 * <p>Made of what a server has initialised under a home that nothing else uses: its programs, its data, and the options
 * that PostgreSQL itself notes beside the data.
 */
final class ExternalPostgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private final Path directory;
    private final List<String> command;
    private final String password;
    private Process process;

    private ExternalPostgres(Path directory) throws IOException {
        this.directory = directory;
        this.command = command(directory, Files.readString(directory.resolve("data/postmaster.opts")));
        this.password = Files.readString(directory.resolve("password")).strip();
        this.process = launch();
    }

    /** Starts one with an empty database {@code keep}. */
    static ExternalPostgres start(Path home) {
        try {
            var postgres = new ExternalPostgres(PreparedHome.at(home).resolve("database"));
            postgres.awaitReady();
            try (var connection = DriverManager.getConnection("jdbc:" + postgres.url("graphkeep"));
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE keep");
            }
            return postgres;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** The URL of the empty database. */
    String url() {
        return url("keep").replaceFirst("//([^?]*)\\?user=(.*)&password=(.*)", "//$2:$3@$1");
    }

    /** Ends it at once, connections and all, and waits until it is gone. */
    void stop() {
        process.toHandle().destroyForcibly();
        Await.until("PostgreSQL to end", PATIENCE, () -> !process.isAlive());
    }

    void startAgain() {
        try {
            Files.deleteIfExists(directory.resolve("data/postmaster.pid"));
            process = launch();
            awaitReady();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private Process launch() throws IOException {
        var log = directory.resolveSibling("postgres.log").toFile();
        var started = new ProcessBuilder(command).redirectErrorStream(true);
        started.environment().put("LC_ALL", "C");
        return started.redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start();
    }

    private void awaitReady() {
        Await.until("PostgreSQL to be ready", PATIENCE, this::isReady);
    }

    private boolean isReady() {
        try (var connection = DriverManager.getConnection("jdbc:" + url("graphkeep"))) {
            return connection.isValid(1);
        } catch (SQLException starting) {
            return false;
        }
    }

    private String url(String database) {
        return "postgresql://127.0.0.1:" + port() + "/" + database + "?user=graphkeep&password=" + password;
    }

    private String port() {
        return given(command, "port=").substring("port=".length());
    }

    private static String given(List<String> command, String start) {
        return command.stream()
                .filter(argument -> argument.startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * The noted command, for the data in this directory and on a port of its own.
     *
     * <p>PostgreSQL refuses to run as root, so root runs it in a user namespace, as the server does.
     */
    private static List<String> command(Path directory, String noted) throws IOException {
        var command = new ArrayList<String>();
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            command.addAll(List.of("unshare", "-U"));
        }
        QUOTED.matcher(noted.strip())
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .forEach(command::add);
        var data = command.get(command.indexOf("-D") + 1);
        var made = data.substring(0, data.length() - "/data".length());
        command.replaceAll(argument -> argument.replace(made, directory.toString()));
        command.set(command.indexOf(given(command, "port=")), "port=" + freePort());
        return command;
    }
}
