package io.graphkeep.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The buf that the build unpacked, run in the module's directory. */
final class Buf {
    private static final Path PROGRAM = Contract.MODULE.resolve("target/tools/buf");

    private Buf() {}

    /** What buf has to say, or nothing where it is content. */
    static String complaints(String... arguments) throws IOException, InterruptedException {
        if (!PROGRAM.toFile().setExecutable(true)) {
            throw new IOException("Cannot make " + PROGRAM + " executable");
        }
        var command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(arguments));
        var output = Files.createTempFile("buf", ".txt");
        try {
            var process = new ProcessBuilder(command)
                    .directory(Contract.MODULE.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("buf did not end within two minutes");
            }
            var said = Files.readString(output, StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? "" : said + " (exit code " + process.exitValue() + ")";
        } finally {
            Files.delete(output);
        }
    }
}
