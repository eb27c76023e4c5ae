package io.graphkeep.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end under {@code time}, and tells what it took and said. */
public final class Command {
    /** A finished run; {@code peak} is in bytes, and that of the largest process. */
    public record Run(String out, double wall, double cpu, long peak) {}

    private static final String TIME = "/usr/bin/time";
    private static final long PATIENCE_MINUTES = 60;

    private final Path directory;
    private final Map<String, String> environment;

    /** Programs run in this directory, with these variables beside the present ones. */
    public Command(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    public Run run(String... command) {
        try {
            Files.createDirectories(directory);
            var figures = Files.createTempFile(directory, "time", "");
            var out = Files.createTempFile(directory, "out", "");
            try {
                return run(figures, out, List.of(command));
            } finally {
                Files.delete(figures);
                Files.delete(out);
            }
        } catch (IOException failure) {
            throw new BenchmarkFailed(command[0] + " could not be run: " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailed("Interrupted.", interrupted);
        }
    }

    private Run run(Path figures, Path out, List<String> command) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(TIME, "-o", figures.toString(), "-f", "%U %S %M"));
        line.addAll(command);
        var builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        var begun = System.nanoTime();
        var process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new BenchmarkFailed(command + " did not end in " + PATIENCE_MINUTES + " minutes.", null);
        }
        var wall = (System.nanoTime() - begun) / 1e9;
        var said = Files.readString(out, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new BenchmarkFailed(command + " ended with " + process.exitValue() + ":\n" + said, null);
        }
        var told = Files.readString(figures).strip().split(" ", -1);
        return new Run(
                said, wall, Double.parseDouble(told[0]) + Double.parseDouble(told[1]), Long.parseLong(told[2]) << 10);
    }

    /** Whether a program of this name is on the PATH. */
    public static boolean isThere(String program) {
        for (var directory : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
