package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the clients under {@code client/examples}, generated and built in a directory of its own by the tools that users of
 * its language have.
 */
final class ExampleClient {
    /** Nothing is fetched while tests run: what is needed was installed before. */
    private static final Map<String, String> OFFLINE = Map.of("GOPROXY", "off", "GOTOOLCHAIN", "local", "GOFLAGS", "");

    private final List<String> command;

    private ExampleClient(List<String> command) {
        this.command = command;
    }

    static ExampleClient python(Path directory) {
        copy("python", directory);
        var programs = Launcher.tools().resolve("python/bin");
        build(directory, Map.of("PATH", programs + ":" + System.getenv("PATH")), "./generate");
        return new ExampleClient(List.of(
                programs.resolve("python").toString(),
                directory.resolve("example.py").toString()));
    }

    static ExampleClient go(Path directory) {
        copy("go", directory);
        build(directory, Map.of(), "./generate");
        var program = directory.resolve("graphkeep-example").toString();
        build(directory, OFFLINE, "go", "build", "-trimpath", "-o", program, ".");
        return new ExampleClient(List.of(program));
    }

    static ExampleClient node(Path directory) {
        copy("node", directory);
        try {
            Files.createSymbolicLink(
                    directory.resolve("node_modules"), Launcher.tools().resolve("node/node_modules"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new ExampleClient(List.of("node", directory.resolve("example.js").toString()));
    }

    /** Runs it to its end, as the admin of a server that is reached at this address. */
    Launcher.Result run(ServerProcess server, String address, String... arguments) {
        var environment = environment(server);
        environment.put("GRAPHKEEP_SERVER", address);
        return Launcher.run(environment, with(arguments));
    }

    /** Starts it, with what it says going into a file. */
    Process start(Map<String, String> environment, Path says, String... arguments) {
        try {
            return Launcher.builder(environment, with(arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(says.toFile())
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Map<String, String> environment(ServerProcess server) {
        return new HashMap<>(Map.of(
                "GRAPHKEEP_SERVER", server.grpc(),
                "GRAPHKEEP_TOKEN", server.adminToken(),
                "PROTO_PATH", contract()));
    }

    private List<String> with(String... arguments) {
        var all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return all;
    }

    private static void copy(String language, Path to) {
        var from = Launcher.top().resolve("client/examples").resolve(language);
        try (var files = Files.list(from)) {
            Files.createDirectories(to);
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void build(Path directory, Map<String, String> more, String... command) {
        var environment = new HashMap<>(more);
        environment.put("PROTO_PATH", contract());
        var shell = "cd '" + directory + "' && \"$@\"";
        var all = new ArrayList<>(List.of("bash", "-c", shell, "bash"));
        all.addAll(List.of(command));
        Launcher.run(environment, all).expect(0);
    }

    private static String contract() {
        return Launcher.top().resolve("proto/src/main/proto").toString();
    }
}
