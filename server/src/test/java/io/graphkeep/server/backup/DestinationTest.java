package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationTest {
    private static final UUID RESTORE = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final Name TEMPORARY = Name.of(".graphkeep-restore-" + RESTORE);

    @TempDir
    private Path temporary;

    private Path top;
    private Path path;

    @BeforeEach
    void realPath() throws IOException {
        top = temporary.toRealPath();
        path = top.resolve("books");
    }

    @Test
    void newContentTakesAFreePlace() throws IOException {
        try (var destination = WholeDestination.open(path, RESTORE)) {
            write(destination, "new");

            assertThat(destination.swap(destination.written())).isEqualTo(Destination.Swap.FRESH);
        }
        assertThat(path.resolve("new")).exists();
        assertThat(top.toFile().list()).containsExactly("books");
    }

    @Test
    void oldAndNewContentChangePlaces() throws IOException {
        old();
        try (var destination = WholeDestination.open(path, RESTORE)) {
            write(destination, "new");

            assertThat(destination.swap(destination.written())).isEqualTo(Destination.Swap.EXCHANGED);
            assertThat(destination.asidePath().resolve("old")).exists();
            assertThat(path.toFile().list()).containsExactly("new");
        }
    }

    @Test
    void aSwapThatWasInterruptedAfterTheExchangeIsEnded() throws IOException {
        old();
        String written;
        try (var destination = WholeDestination.open(path, RESTORE);
                var parent = Directory.open(top)) {
            write(destination, "new");
            written = destination.written();
            parent.exchange(TEMPORARY, parent, Name.of("books"));
        }

        try (var again = WholeDestination.open(path, RESTORE)) {
            assertThat(again.hasBegun(written)).isTrue();
            assertThat(again.swap(written)).isEqualTo(Destination.Swap.EXCHANGED);
            assertThat(again.asidePath().resolve("old")).exists();
        }
        assertThat(path.toFile().list()).containsExactly("new");
    }

    @Test
    void aSwapThatWasInterruptedBetweenTwoRenamesIsEnded() throws IOException {
        old();
        try (var destination = WholeDestination.open(path, RESTORE)) {
            write(destination, "new");
            Files.move(path, destination.asidePath());

            assertThat(destination.swap(destination.written())).isEqualTo(Destination.Swap.RENAMED);
            assertThat(destination.asidePath().resolve("old")).exists();
        }
        assertThat(path.toFile().list()).containsExactly("new");
    }

    @Test
    void aSwapThatHasTakenTheOldContentAwayHasBegun() throws IOException {
        old();
        try (var destination = WholeDestination.open(path, RESTORE)) {
            write(destination, "new");
            var written = destination.written();
            assertThat(destination.hasBegun(written)).isFalse();

            Files.move(path, destination.asidePath());

            assertThat(destination.hasBegun(written)).isTrue();
        }
    }

    @Test
    void oldContentThatLiesUnderTheTemporaryNameIsKept() throws IOException {
        old();
        try (var destination = WholeDestination.open(path, RESTORE);
                var parent = Directory.open(top)) {
            write(destination, "new");
            var written = destination.written();
            parent.exchange(TEMPORARY, parent, Name.of("books"));
            Files.move(path, top.resolve("taken away"));

            destination.keepWhatWasNotWritten(written);

            assertThat(destination.asidePath().resolve("old")).exists();
        }
    }

    @Test
    void whatWasNotWrittenIsNotSwappedIn() throws IOException {
        old();
        try (var destination = WholeDestination.open(path, RESTORE)) {
            write(destination, "new");

            assertThatThrownBy(() -> destination.swap("another")).isInstanceOf(GraphkeepException.class);
        }
        assertThat(path.resolve("old")).exists();
    }

    @Test
    void whatAnEarlierAttemptLeftIsRemovedAndNothingElse() throws IOException {
        old();
        try (var destination = WholeDestination.open(path, RESTORE)) {
            write(destination, "half");
        }
        try (var again = WholeDestination.open(path, RESTORE);
                var fresh = again.begin()) {
            assertThat(fresh.isEmpty()).isTrue();
        }
        assertThat(path.resolve("old")).exists();
    }

    @Test
    void aLinkIsNoDestination() throws IOException {
        Files.createSymbolicLink(path, Path.of("/tmp"));

        try (var destination = WholeDestination.open(path, RESTORE)) {
            assertThatThrownBy(() -> destination.require(true))
                    .isInstanceOfSatisfying(
                            GraphkeepException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.DESTINATION_UNUSABLE));
        }
    }

    @Test
    void aMountPointIsNoDestination() throws IOException {
        try (var destination = WholeDestination.open(Path.of("/proc"), RESTORE)) {
            assertThatThrownBy(() -> destination.require(true))
                    .isInstanceOfSatisfying(
                            GraphkeepException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.DESTINATION_UNUSABLE));
        }
    }

    private void old() throws IOException {
        Files.createDirectory(path);
        Files.writeString(path.resolve("old"), "old");
    }

    private static void write(Destination destination, String name) throws IOException {
        try (var directory = destination.begin()) {
            directory.createFile(Name.of(name)).close();
        }
    }
}
