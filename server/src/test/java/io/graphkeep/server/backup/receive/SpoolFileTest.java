package io.graphkeep.server.backup.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFileTest {
    @TempDir
    Path directory;

    @Test
    void aFileHasNoNameAndIsReadAllTheSame() throws Exception {
        try (var file = SpoolFile.in(directory)) {
            file.write("content".getBytes(StandardCharsets.UTF_8), 0, 7);
            file.flush();
            var read = new byte[7];

            assertThat(directory).isEmptyDirectory();
            assertThat(file.read(0, read)).isEqualTo(7);
            assertThat(read).asString(StandardCharsets.UTF_8).isEqualTo("content");
        }
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndNothingElse() throws Exception {
        Files.createFile(directory.resolve("spool-123456"));
        Files.createFile(directory.resolve("another"));

        SpoolFile.clear(directory);

        assertThat(directory).isDirectoryContaining("glob:**/another").isDirectoryNotContaining("glob:**/spool-*");
    }
}
