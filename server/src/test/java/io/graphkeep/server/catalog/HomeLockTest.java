package io.graphkeep.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.config.Home;
import io.graphkeep.server.errors.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server holds a home at a time, and no other user looks into it. */
class HomeLockTest {
    @TempDir
    Path directory;

    @Test
    void aSecondServerIsRefusedWithTheFirstOnesPid() throws Exception {
        var first = ChildLock.start(directory);
        try {
            assertThatThrownBy(() -> HomeLock.take(new Home(directory)))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("pid " + first.pid());
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    @Test
    void aKilledServersHomeIsFree() throws Exception {
        ChildLock.start(directory).destroyForcibly().waitFor();

        try (var lock = HomeLock.take(new Home(directory))) {
            assertThat(lock).isNotNull();
            assertThat(directory.resolve("server.lock"))
                    .hasContent(String.valueOf(ProcessHandle.current().pid()));
        }
    }

    @Test
    void aServerDoesNotTakeItsOwnHomeTwice() {
        try (var lock = HomeLock.take(new Home(directory))) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> HomeLock.take(new Home(directory))).isInstanceOf(StartRefused.class);
        }
    }

    @Test
    void aNewHomeIsClosedToOthers() throws Exception {
        var home = directory.resolve("new/home");

        HomeLock.take(new Home(home)).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    @Test
    void aHomeThatIsOpenToOthersIsClosed() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        HomeLock.take(new Home(directory)).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void aHomeThatCannotBeMadeIsNamed() throws Exception {
        var file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> HomeLock.take(new Home(file.resolve("home"))))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("GRAPHKEEP_HOME");
    }
}
