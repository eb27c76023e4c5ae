package io.graphkeep.transfer.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStateTest {
    @TempDir
    Path directory;

    private DirectoryState before = new DirectoryState(0, 0, 0);

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("a/b/file"), "one");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
        before = DirectoryState.of(directory);
    }

    @Test
    void whatNobodyTouchedLooksAsItDid() throws IOException {
        assertThat(DirectoryState.of(directory)).isEqualTo(before);
        assertThat(before.entries()).isEqualTo(5);
    }

    @Test
    void contentOfTheSameLengthShows() throws IOException {
        var fresh = directory.resolve("a/b/fresh");
        Files.writeString(fresh, "two");
        Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(directory.resolve("a/b/file")));
        Files.delete(directory.resolve("a/b/file"));
        Files.move(fresh, directory.resolve("a/b/file"));

        assertThat(DirectoryState.of(directory)).isNotEqualTo(before);
    }

    @Test
    void permissionsShow() throws IOException {
        Files.setPosixFilePermissions(directory.resolve("a"), PosixFilePermissions.fromString("rwx------"));

        assertThat(DirectoryState.of(directory)).isNotEqualTo(before);
    }

    @Test
    void anotherTargetOfALinkShows() throws IOException {
        Files.delete(directory.resolve("link"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("elsewhere"));

        assertThat(DirectoryState.of(directory)).isNotEqualTo(before);
    }

    @Test
    void aDirectoryThatIsGoneHasNoState() {
        assertThatThrownBy(() -> DirectoryState.of(directory.resolve("gone"))).isInstanceOf(NoSuchFileException.class);
    }
}
