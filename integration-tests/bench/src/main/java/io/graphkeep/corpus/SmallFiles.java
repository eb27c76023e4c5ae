package io.graphkeep.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Many small text files, of 1 to 20 KB each, in folders of five hundred. */
public final class SmallFiles {
    private static final int LEAST = 1_000;
    private static final int MOST = 20_000;
    private static final int FOLDER = 500;

    private SmallFiles() {}

    public static void write(Path directory, int count, long seed) {
        var words = new Words();
        try {
            for (var number = 0; number < count; number++) {
                var folder = directory.resolve("part-%04d".formatted(number / FOLDER));
                if (number % FOLDER == 0) {
                    Files.createDirectories(folder);
                }
                var random = Seeds.random(13, seed, number);
                var text = new StringBuilder();
                words.text(text, random, random.nextInt(LEAST, MOST));
                Files.write(
                        folder.resolve("note-%06d.md".formatted(number)),
                        text.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
