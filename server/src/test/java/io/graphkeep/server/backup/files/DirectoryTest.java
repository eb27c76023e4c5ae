package io.graphkeep.server.backup.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory's names are listed within bounds, and removed however many there are. */
final class DirectoryTest {
    private static final int MANY = 2_500;

    @TempDir
    private Path temporary;

    @Test
    void aListingEndsOnceThereAreMoreNamesThanItMayHold() throws IOException {
        fill();
        try (var directory = Directory.open(temporary.toRealPath())) {
            assertThat(directory.names()).hasSize(MANY).isSorted();
            assertThat(directory.names(10)).hasSizeBetween(11, MANY - 1);
            assertThat(directory.isEmpty()).isFalse();
        }
    }

    @Test
    void aTreeIsRemovedAFewNamesAtATime() throws IOException {
        var top = Files.createDirectory(temporary.toRealPath().resolve("top"));
        for (var i = 0; i < 7; i++) {
            Files.writeString(
                    Files.createDirectory(top.resolve("directory-" + i)).resolve("file"), "");
        }
        try (var directory = Directory.open(temporary.toRealPath())) {
            directory.removeTree(Name.of("top"), 3);
        }

        assertThat(temporary).isEmptyDirectory();
    }

    private void fill() throws IOException {
        for (var i = 0; i < MANY; i++) {
            Files.createFile(temporary.resolve("a name that is long enough to fill a buffer " + i));
        }
    }
}
