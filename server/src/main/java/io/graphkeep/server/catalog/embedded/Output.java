package io.graphkeep.server.catalog.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a program has said, cut to what fits into a sentence. */
final class Output {
    private static final int MOST = 4096;

    private Output() {}

    /** The first 4 KiB that a program prints; returns when it has ended. */
    static String of(Process process) throws IOException {
        try (var out = process.getInputStream()) {
            var said = new String(out.readNBytes(MOST), StandardCharsets.UTF_8);
            out.skip(Long.MAX_VALUE);
            return said;
        }
    }

    /** The last line of a log that tells of a failure. */
    static Optional<String> lastFailure(Path log) throws IOException {
        return tail(log)
                .lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .reduce((earlier, later) -> later);
    }

    private static String tail(Path log) throws IOException {
        if (!Files.isRegularFile(log)) {
            return "";
        }
        try (var channel = Files.newByteChannel(log)) {
            channel.position(Math.max(0, channel.size() - MOST));
            var bytes = ByteBuffer.allocate(MOST);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }
}
