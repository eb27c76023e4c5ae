package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Someone who sets variables, writes files and starts a server on a machine of his own: a directory. */
final class Operator {
    record Output(int exitCode, String out, String err) {}

    private final Map<String, String> environment = new HashMap<>();
    private final Path machine;
    private List<String> flags = List.of();

    Operator(Path machine) {
        this.machine = machine;
    }

    Operator sets(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    Operator types(String... arguments) {
        flags = List.of(arguments);
        return this;
    }

    /** Writes a file on the machine, and the directories above it. */
    Path writes(String path, String content) throws IOException {
        var file = path(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    Path makes(String path) throws IOException {
        return Files.createDirectories(path(path));
    }

    Path path(String path) {
        return machine.resolve(path);
    }

    Path home() {
        return path("user/.graphkeep");
    }

    Surroundings surroundings() {
        return new Surroundings(Map.copyOf(environment), path("user"), path("here"), "node-7", 3);
    }

    Configuration starts() {
        return Configuration.load(surroundings(), flags);
    }

    ServerConfig config() {
        return starts().server();
    }

    /** What is in force for a key, as the reports show it. */
    Setting setting(String key) {
        return starts().settings().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** What the start is refused for. */
    ConfigurationException failure() {
        var failure = catchThrowableOfType(ConfigurationException.class, this::starts);
        assertThat(failure).as("the start is refused").isNotNull();
        return failure;
    }

    List<String> problems() {
        return failure().problems().stream().map(Problem::toString).toList();
    }

    Output runsConfig(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var exitCode = ConfigCommand.run(
                surroundings(),
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Output(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
