package io.graphkeep.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A running server with a home of its own: store and database lie in it, so on the tmpfs of all the others. */
public final class GraphkeepServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PORT_LINE = 3;

    private final Path home;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    private GraphkeepServer(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    public static GraphkeepServer start(Path launcher, Path home) {
        try {
            Files.createDirectories(home.getParent());
            var builder = new ProcessBuilder(launcher.toString(), "server")
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolveSibling("server.log").toFile());
            builder.environment()
                    .putAll(Map.of(
                            "GRAPHKEEP_HOME", home.toString(),
                            "GRAPHKEEP_GRPC_PORT", "0",
                            "GRAPHKEEP_HTTP_PORT", "0"));
            var server = new GraphkeepServer(home, builder.start());
            server.awaitReady();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void awaitReady() throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(home.resolve("server.json"))) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new BenchmarkFailed(
                        "The server did not start:\n" + Files.readString(home.resolveSibling("server.log")), null);
            }
            pause(50);
        }
    }

    /** Processor seconds of the server and its database so far. */
    public double cpu() {
        var total = process.info().totalCpuDuration().orElse(Duration.ZERO);
        for (var child : process.descendants().toList()) {
            total = total.plus(child.info().totalCpuDuration().orElse(Duration.ZERO));
        }
        return total.toMillis() / 1e3;
    }

    /** From now on {@link #peak} tells of what comes. */
    public void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc", String.valueOf(process.pid()), "clear_refs"), "5");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The largest resident size of the server, in bytes. */
    public long peak() {
        try {
            var status = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "status"));
            var line = status.lines()
                    .filter(each -> each.startsWith("VmHWM:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The server's own figures, as Prometheus would read them. */
    public String metrics() {
        try {
            var address = address("http");
            var request = HttpRequest.newBuilder(
                            URI.create((address.startsWith("http") ? "" : "http://") + address + "/metrics"))
                    .header(
                            "authorization",
                            "Bearer " + Files.readString(token()).strip())
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailed("Interrupted.", interrupted);
        }
    }

    /** Where it listens for calls: {@code host:port}. */
    public String grpc() {
        return address("grpc");
    }

    /** The file with the token that may do everything. */
    public Path token() {
        return home.resolve("admin.token");
    }

    private String address(String port) {
        try {
            var address = Pattern.compile("\"" + port + "\"\\s*:\\s*\"([^\"]+)\"")
                    .matcher(Files.readString(home.resolve("server.json")));
            if (!address.find()) {
                throw new BenchmarkFailed("server.json names no " + port + " address.", null);
            }
            return address.group(1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The size of the catalog, in bytes. */
    public long catalogBytes() {
        try {
            var port = Files.readAllLines(home.resolve("database/data/postmaster.pid"))
                    .get(PORT_LINE)
                    .strip();
            var password = Files.readString(home.resolve("database/password")).strip();
            try (var connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + port + "/graphkeep", "graphkeep", password);
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT pg_database_size('graphkeep')")) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException failure) {
            throw new BenchmarkFailed("The catalog's size cannot be asked for: " + failure, failure);
        }
    }

    public long storeBytes() {
        return Trees.bytes(home.resolve("store"));
    }

    public static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailed("Interrupted.", interrupted);
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
