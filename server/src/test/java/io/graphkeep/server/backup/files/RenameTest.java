package io.graphkeep.server.backup.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rename never takes the place of what is there, on a file system too that cannot promise that itself. */
final class RenameTest {
    private static final Name FROM = Name.of("from");
    private static final Name TO = Name.of("to");

    @TempDir
    private Path temporary;

    @Test
    void whereTheFileSystemCannotKeepANameFreeItIsLookedAtFirst() throws IOException {
        Files.writeString(temporary.resolve("from"), "new");
        try (var directory = Directory.open(temporary.toRealPath())) {
            directory.renameAfterLook(FROM, directory, TO);
        }
        assertThat(temporary.resolve("to")).hasContent("new");
        assertThat(temporary.resolve("from")).doesNotExist();
    }

    @Test
    void aNameThatIsTakenIsRefusedEitherWay() throws IOException {
        Files.writeString(temporary.resolve("from"), "new");
        Files.writeString(temporary.resolve("to"), "old");
        try (var directory = Directory.open(temporary.toRealPath())) {
            for (var rename : new Rename[] {directory::rename, directory::renameAfterLook}) {
                assertThatThrownBy(() -> rename.run(FROM, directory, TO))
                        .isInstanceOfSatisfying(
                                SystemCallException.class,
                                e -> assertThat(e.isExisting()).isTrue());
            }
        }
        assertThat(temporary.resolve("to")).hasContent("old");
    }

    /** One of the two ways. */
    @FunctionalInterface
    private interface Rename {
        void run(Name from, Directory toDirectory, Name to) throws SystemCallException;
    }
}
