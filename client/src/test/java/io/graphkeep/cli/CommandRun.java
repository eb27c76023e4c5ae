package io.graphkeep.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One run of the command in this JVM, with what it said and how it ended. */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var run = into(out, environment, arguments);
        return new CommandRun(run.exitCode(), out.toString(StandardCharsets.UTF_8), run.err());
    }

    /** A run whose standard output fails with this complaint of the system. */
    static CommandRun withOutputThatFails(String complaint, Map<String, String> environment, String... arguments) {
        var failing = new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException(complaint);
            }
        };
        return into(failing, environment, arguments);
    }

    private static CommandRun into(OutputStream out, Map<String, String> environment, String... arguments) {
        var err = new ByteArrayOutputStream();
        var context = new CliContext(
                environment, StandardOutput.to(out), new PrintStream(err, true, StandardCharsets.UTF_8), false);
        var exitCode = Main.run(context, arguments);
        return new CommandRun(exitCode, "", err.toString(StandardCharsets.UTF_8));
    }
}
