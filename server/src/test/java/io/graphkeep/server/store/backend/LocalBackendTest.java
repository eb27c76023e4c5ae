package io.graphkeep.server.store.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalBackendTest extends BackendContract {
    private static final UUID OWNER = new UUID(0, 7);

    @TempDir
    private Path directory;

    @Override
    Backend open() throws IOException {
        return LocalBackend.open(root(), OWNER, new Random(1));
    }

    @Test
    void aPutForcesTheFileBeforeItsNameAndTheDirectoryAfterIt() throws IOException {
        var steps = new RecordingFileOps();
        var backend = LocalBackend.open(root(), steps, OWNER, new Random(1));
        steps.calls.clear();

        backend.put(name("packs/0a/one"), parts("x"));

        assertThat(steps.calls)
                .containsExactly(
                        "createDirectory packs",
                        "forceDirectory store",
                        "createDirectory 0a",
                        "forceDirectory packs",
                        "writeForced .tmp",
                        "link one",
                        "unlink .tmp",
                        "forceDirectory 0a");
    }

    @Test
    void aFailedForceIsNotTriedAgainAndTheNameStaysFree() throws IOException {
        var steps = new RecordingFileOps();
        var backend = LocalBackend.open(root(), steps, OWNER, new Random(1));
        steps.failing = "writeForced";

        assertThatThrownBy(() -> backend.put(name("a"), parts("x"))).hasMessage("disk error");
        assertThat(steps.calls.stream().filter(c -> c.startsWith("writeForced")))
                .hasSize(1);
        assertThat(backend.stat(name("a"))).isEmpty();
    }

    @Test
    void whatAnInterruptedPutOfThisOwnerLeftIsClearedAtTheNextStart() throws IOException {
        open().put(name("packs/0a/one"), parts("x"));
        var leftover = root().resolve("packs/0a/.two.0000000701234567.tmp");
        Files.writeString(leftover, "half");
        var foreign = Files.writeString(root().resolve("packs/.keepme"), "someone's");

        open();

        assertThat(leftover).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void anotherServersPutThatGoesOnIsLeftAloneAtAStart() throws IOException {
        var steps = new RecordingFileOps();
        var first = LocalBackend.open(root(), steps, OWNER, new Random(1));
        steps.beforeLink = () -> LocalBackend.open(root(), new UUID(0, 8), new Random(2));

        first.put(name("packs/0a/one"), parts("x"));

        assertThat(first.stat(name("packs/0a/one"))).isPresent();
        assertThat(files()).containsExactly("one");
    }

    @Test
    void whatAnotherServerHasAbandonedIsClearedAtAStart() throws IOException {
        open();
        var leftover = Files.writeString(root().resolve(".two.0000000801234567.tmp"), "half");
        Files.setLastModifiedTime(leftover, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        open();

        assertThat(files()).isEmpty();
    }

    @Test
    void aStoreOnAFullDiskIsOpenedAndWhatOthersLeftStays() throws IOException {
        open();
        Files.writeString(root().resolve(".two.0000000801234567.tmp"), "half");
        var full = new RecordingFileOps();
        full.failing = "writeForced";

        LocalBackend.open(root(), full, OWNER, new Random(1));

        assertThat(files()).containsExactly(".two.0000000801234567.tmp");
    }

    private List<String> files() throws IOException {
        try (var files = Files.walk(root())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void filesAndDirectoriesAreClosedToOtherUsers() throws IOException {
        open().put(name("packs/0a/one"), parts("x"));

        assertThat(mode(root().resolve("packs/0a/one"))).isEqualTo("rw-------");
        assertThat(mode(root().resolve("packs/0a"))).isEqualTo("rwx------");
        assertThat(mode(root())).isEqualTo("rwx------");
    }

    @Test
    void aStoreWhoseDirectoryWentAwayIsAnErrorAndNotEmpty() throws IOException {
        var backend = open();
        Files.delete(root());

        assertThatThrownBy(() -> backend.list("packs/", object -> {})).hasMessageContaining("mounted");
        assertThatThrownBy(() -> backend.stat(name("a"))).hasMessageContaining("mounted");
        assertThatThrownBy(() -> backend.put(name("packs/a"), parts("x"))).hasMessageContaining("mounted");
    }

    @Test
    void namesThatCouldClimbAreNoNames() {
        for (var bad : List.of(
                "", "/a", "a/", "../a", "a/../b", "a//b", ".a", "A", "a\0", "a b", "a/b/c/d/e", "x".repeat(201))) {
            assertThat(ObjectName.isValid(bad)).as(bad).isFalse();
        }
    }

    private Path root() {
        return directory.resolve("store");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** The real file system, with a list of what was asked of it and a step that fails. */
    private static final class RecordingFileOps implements FileOps {
        private final FileOps disk = new DiskFileOps();
        private final List<String> calls = new ArrayList<>();
        private String failing = "";
        private Step beforeLink = () -> {};

        private interface Step {
            void run() throws IOException;
        }

        @Override
        public boolean createDirectory(Path directory) throws IOException {
            step("createDirectory", directory);
            return disk.createDirectory(directory);
        }

        @Override
        public void writeForced(Path file, List<ByteBuffer> content) throws IOException {
            step("writeForced", file);
            disk.writeForced(file, content);
        }

        @Override
        public void link(Path name, Path existing) throws IOException {
            step("link", name);
            beforeLink.run();
            disk.link(name, existing);
        }

        @Override
        public void replace(Path name, Path existing) throws IOException {
            step("replace", name);
            disk.replace(name, existing);
        }

        @Override
        public boolean unlink(Path name) throws IOException {
            step("unlink", name);
            return disk.unlink(name);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            step("forceDirectory", directory);
            disk.forceDirectory(directory);
        }

        private void step(String what, Path path) throws IOException {
            var name = path.getFileName().toString();
            calls.add(what + " " + (name.endsWith(".tmp") ? ".tmp" : name));
            if (what.equals(failing)) {
                throw new IOException("disk error");
            }
        }
    }
}
