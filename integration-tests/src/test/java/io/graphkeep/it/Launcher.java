package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts commands as a user would: through the launcher at the top of the checkout, with an environment of their own. */
final class Launcher {
    /** How a finished command ended, and what it said. */
    record Result(int exitCode, String out, String err) {
        Result expect(int wanted) {
            if (exitCode != wanted) {
                throw new AssertionError("Exit code " + exitCode + " instead of " + wanted + "\n" + out + "\n" + err);
            }
            return this;
        }
    }

    /** Whatever an installation runs its servers with, where nothing else is said. */
    static final String USUAL_JVM = "GRAPHKEEP_JAVA_OPTS=-Xmx512m";

    /** Most servers of the tests live for seconds: what they would compile well in that time costs more than it brings. */
    private static final String BRIEF_JVM = "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Launcher() {}

    /** The top of the checkout under test. */
    static Path top() {
        return Path.of(System.getProperty("graphkeep.top"));
    }

    /** Runs {@code graphkeep ARGUMENTS} to its end. */
    static Result graphkeep(Map<String, String> environment, String... arguments) {
        var command = new ArrayList<String>();
        command.add(top().resolve("graphkeep").toString());
        command.addAll(List.of(arguments));
        return run(environment, command);
    }

    /** Runs any program to its end, without what the build itself has in its environment of ours. */
    static Result run(Map<String, String> environment, List<String> command) {
        try {
            var out = Files.createTempFile("graphkeep", ".out");
            var err = Files.createTempFile("graphkeep", ".err");
            try {
                var process = builder(environment, command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            command + " did not end within " + PATIENCE + "\n" + read(out) + read(err));
                }
                return new Result(process.exitValue(), read(out), read(err));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    static ProcessBuilder builder(Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(found(command));
        // As systemd and cron start programs: without a locale, under which Java cannot name most files.
        builder.environment().keySet().removeIf(Launcher::isLeftOut);
        builder.environment().put("PATH", toolsPath() + ":" + System.getenv("PATH"));
        builder.environment().put("GRAPHKEEP_JAVA_OPTS", BRIEF_JVM);
        builder.environment().putAll(environment);
        return builder;
    }

    private static boolean isLeftOut(String name) {
        return name.startsWith("GRAPHKEEP_")
                || name.startsWith("LIGHTRAG_")
                || name.equals("LANG")
                || name.startsWith("LC_");
    }

    /** The program by its full name where it is one of the installed tools: Java looks along its own PATH only. */
    private static List<String> found(List<String> command) {
        var tool = Path.of(toolsPath(), command.get(0));
        if (!Files.isExecutable(tool)) {
            return command;
        }
        var full = new ArrayList<>(command);
        full.set(0, tool.toString());
        return full;
    }

    /** Where {@code build/install-tools} puts what it installs. */
    static Path tools() {
        var tools = System.getenv("GRAPHKEEP_TOOLS");
        return Path.of(tools == null ? System.getProperty("user.home") + "/.cache/graphkeep/tools" : tools);
    }

    private static String toolsPath() {
        return tools().resolve("bin").toString();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
