package io.graphkeep.server.catalog.embedded;

import io.graphkeep.server.catalog.Ids;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * A server process with an embedded database and nothing else, to be killed: it says what it did, and ends when its input
 * does.
 */
final class ChildServer implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;

    private ChildServer(Process process) {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
    }

    /** In the child: the directories of the database and of its programs. */
    public static void main(String[] arguments) throws Exception {
        var settings = new EmbeddedSettings(
                Path.of(arguments[0]), Path.of(arguments[1]), 20, EmbeddedSettings.Durability.POWER_LOSS);
        try (var postgres = EmbeddedPostgres.start(settings, new Ids(Clock.systemUTC(), new SecureRandom()))) {
            TestPostgres.execute(postgres, "CREATE TABLE IF NOT EXISTS kept (n int)");
            TestPostgres.execute(postgres, "INSERT INTO kept VALUES (1)");
            System.out.println("rows " + TestPostgres.count(postgres, "kept"));
            System.out.println("pid " + postgres.pid());
            System.in.read();
        }
    }

    static ChildServer start(List<String> prefix, String classPath, EmbeddedSettings settings) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                ChildServer.class.getName(),
                settings.directory().toString(),
                settings.programs().toString()));
        return new ChildServer(new ProcessBuilder(command)
                .directory(settings.directory().toFile())
                .redirectErrorStream(true)
                .start());
    }

    static ChildServer start(EmbeddedSettings settings) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), settings);
    }

    /** The number that the child has told under this name. */
    long told(String name) throws IOException {
        var all = new StringBuilder();
        for (var line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            if (line.startsWith(name + " ")) {
                return Long.parseLong(line.substring(name.length() + 1));
            }
        }
        throw new AssertionError("The child ended without telling its " + name + ":\n" + all);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
