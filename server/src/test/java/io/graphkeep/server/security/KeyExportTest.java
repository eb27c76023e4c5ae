package io.graphkeep.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.StartRefused;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyExportTest {
    @TempDir
    private Path keys;

    private Path key;
    private KeyExport export;

    @BeforeEach
    void makeKey() throws IOException {
        key = Files.write(keys.resolve("master.key"), new byte[] {1, 2, 3});
        export = new KeyExport(key, keys);
    }

    @Test
    void aKeyIsNotExportedUntilItIs() throws IOException {
        assertThat(export.isDone()).isFalse();
        var out = new ByteArrayOutputStream();

        export.toStream(new PrintStream(out));

        assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(key));
        assertThat(export.isDone()).isTrue();
    }

    @Test
    void aKeyThatTheServerWasStartedWithIsWithWhomGaveIt() throws IOException {
        Files.delete(key);
        var given = new KeyExport(key, keys, true);

        assertThat(given.hasKey()).isTrue();
        assertThat(given.isDone()).isTrue();
        assertThatThrownBy(() -> given.toFile(keys.resolve("copy")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("GRAPHKEEP_MASTER_KEY");
        assertThat(keys.resolve("copy")).doesNotExist();
    }

    @Test
    void aCopyThatReachedNoOneIsNone() throws IOException {
        try (var full = new FileOutputStream("/dev/full")) {
            assertThatThrownBy(() -> export.toStream(new PrintStream(full)))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("does not count as exported");
        }

        assertThat(export.isDone()).isFalse();
    }

    @Test
    void theCopyIsItsOwnersAlone() throws IOException {
        var copy = keys.resolve("copy");

        export.toFile(copy);

        assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(key));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        var there = Files.writeString(keys.resolve("there"), "precious");

        assertThatThrownBy(() -> export.toFile(there))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(there + " is there already")
                .hasMessageNotContaining("Exception");
        assertThat(there).hasContent("precious");
        assertThat(export.isDone()).isFalse();
    }

    @Test
    void anotherKeyIsNotExportedBecauseItsPredecessorWas() throws IOException {
        export.toStream(new PrintStream(new ByteArrayOutputStream()));

        Files.write(key, new byte[] {4, 5, 6});

        assertThat(export.isDone()).isFalse();
    }
}
