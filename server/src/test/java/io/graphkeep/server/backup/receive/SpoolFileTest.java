package io.graphkeep.server.backup.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
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
    void aFileThatGrowsLeavesTheReserveOfTheDiskAlone() throws Exception {
        var free = new AtomicLong(1L << 30);
        var room = new SpoolRoom(directory) {
            @Override
            long usable() {
                return free.get();
            }

            @Override
            long total() {
                return 10L << 30;
            }
        };
        try (var file = SpoolFile.in(directory, room)) {
            var some = new byte[1 << 20];
            file.write(some, 0, some.length);
            file.flush();
            free.set(200 << 20);

            assertThatThrownBy(() -> {
                        for (var written = 0; written < 10; written++) {
                            file.write(some, 0, some.length);
                        }
                    })
                    .isInstanceOfSatisfying(
                            GraphkeepException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.STORE_FULL));
            assertThat(file.size()).isLessThan(6 << 20);
        }
    }

    @Test
    void oneUploadSpoolsNoMoreThanABound() {
        assertThatThrownBy(() -> new SpoolRoom(directory).require(SpoolRoom.MOST, 1))
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REQUEST_TOO_LARGE));
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndNothingElse() throws Exception {
        Files.createFile(directory.resolve("spool-123456"));
        Files.createFile(directory.resolve("another"));

        SpoolFile.clear(directory);

        assertThat(directory).isDirectoryContaining("glob:**/another").isDirectoryNotContaining("glob:**/spool-*");
    }
}
