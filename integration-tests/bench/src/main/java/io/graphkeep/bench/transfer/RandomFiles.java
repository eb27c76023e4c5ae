package io.graphkeep.bench.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files that nothing makes smaller. */
final class RandomFiles {
    private static final int BLOCK = 1 << 20;

    private RandomFiles() {}

    /** Writes one file of so many bytes, rounded down to whole MiB. */
    static void write(Path file, long bytes, long seed) {
        var random = new Random(seed);
        var block = new byte[BLOCK];
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (var out = Files.newOutputStream(file)) {
                for (var written = 0L; written + BLOCK <= bytes; written += BLOCK) {
                    random.nextBytes(block);
                    out.write(block);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
