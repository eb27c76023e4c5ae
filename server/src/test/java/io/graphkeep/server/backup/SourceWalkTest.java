package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceWalkTest {
    @TempDir
    private Path temporary;

    private Path source;

    @BeforeEach
    void realPath() throws IOException {
        source = Files.createDirectory(temporary.toRealPath().resolve("source"));
    }

    @Test
    void pathsComeInTheOrderOfTheTree() throws IOException {
        NastyDirectory.fill(source.resolve("nasty"), 1);

        var seen = walk(Excludes.NONE);

        var paths = seen.paths.stream().map(TreePath::of).toList();
        assertThat(paths).isSorted().doesNotHaveDuplicates().contains(TreePath.ROOT, TreePath.of("nasty/a/inside"));
    }

    @Test
    void socketsAndFifosAreToldAndNotHeld() throws IOException {
        NastyDirectory.fill(source.resolve("nasty"), 2);

        var seen = walk(Excludes.NONE);

        assertThat(seen.problems)
                .containsEntry("nasty/socket", SourceProblem.SOCKET)
                .containsEntry("nasty/fifo", SourceProblem.FIFO)
                .hasSize(2);
    }

    @Test
    void aLinkIsNeverFollowed() throws IOException {
        Files.createSymbolicLink(source.resolve("etc"), Path.of("/etc"));

        var seen = walk(Excludes.NONE);

        assertThat(seen.paths).containsExactly("", "etc");
    }

    @Test
    void patternsLeavePathsOut() throws IOException {
        for (var name : List.of("a.tmp", "b/c.tmp", "b/keep", "cache/x", "b/cache/y", "b/z/q")) {
            Files.createDirectories(source.resolve(name).getParent());
            Files.writeString(source.resolve(name), "x");
        }

        var seen = walk(Excludes.of(List.of("*.tmp", "/cache/", "b/**/q")));

        assertThat(seen.paths).containsExactly("", "b", "b/cache", "b/cache/y", "b/keep", "b/z");
        assertThat(seen.problems).containsOnlyKeys("a.tmp", "b/c.tmp", "cache", "b/z/q");
    }

    @Test
    void aSourceThatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> new SourceWalk(source.resolve("gone"), Excludes.NONE, false).walk(new Seen()))
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND));
    }

    @Test
    void aSourceThatIsAFileIsSaidSo() throws IOException {
        var file = Files.writeString(source.resolve("file"), "x");

        assertThatThrownBy(() -> new SourceWalk(file, Excludes.NONE, false).walk(new Seen()))
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND));
    }

    @Test
    void aSourceReplacedDuringTheWalkIsSaidSo() throws IOException {
        Files.writeString(source.resolve("file"), "x");
        var seen = new Seen() {
            @Override
            public void file(TreePath path, FileStat stat, Directory parent, Name name) throws IOException {
                Files.move(source, source.resolveSibling("moved"));
                Files.createDirectory(source);
            }
        };

        assertThatThrownBy(() -> new SourceWalk(source, Excludes.NONE, false).walk(seen))
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND));
    }

    @Test
    void aDirectoryThatWasRemovedBeforeItWasListedHasVanished() throws IOException {
        var gone = Files.createDirectory(source.resolve("gone"));
        var seen = new Seen();
        try (var parent = Directory.open(source);
                var opened = parent.directory(Name.of("gone"))) {
            var listed = opened.stat();
            Files.delete(gone);

            new SourceWalk(source, Excludes.NONE, false).inside(TreePath.of("gone"), listed, opened, seen);
        }

        assertThat(seen.problems).containsOnly(Map.entry("gone", SourceProblem.VANISHED));
        assertThat(seen.paths).isEmpty();
    }

    @Test
    void aDirectoryThatIsRemovedWhileItIsReadTakesNothingElseWithIt() throws IOException {
        Files.writeString(Files.createDirectory(source.resolve("a")).resolve("file"), "x");
        Files.createDirectory(source.resolve("a/b"));
        Files.writeString(source.resolve("c"), "y");

        var seen = new Seen() {
            @Override
            public void directory(TreePath path, FileStat stat, Directory directory) {
                super.directory(path, stat, directory);
                if (path.text().equals("a")) {
                    delete(source.resolve("a/file"), source.resolve("a/b"), source.resolve("a"));
                }
            }
        };
        new SourceWalk(source, Excludes.NONE, false).walk(seen);

        assertThat(seen.told())
                .containsOnly(Map.entry("a/b", SourceProblem.VANISHED), Map.entry("a/file", SourceProblem.VANISHED));
        assertThat(seen.all()).contains("a", "c");
    }

    private static void delete(Path... paths) {
        try {
            for (var path : paths) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLinkSwappedInDuringTheWalkLeadsNowhere() throws Exception {
        var outside = Files.createDirectory(source.resolveSibling("outside"));
        Files.writeString(outside.resolve("file"), "secret");
        var inside = Files.createDirectory(source.resolve("directory"));
        Files.writeString(inside.resolve("file"), "public");
        var aside = source.resolveSibling("aside");
        var ended = new AtomicBoolean();
        var racer = Thread.ofPlatform().start(() -> swap(inside, aside, outside, ended));
        var contents = new ArrayList<String>();
        for (var i = 0; i < 2000; i++) {
            new SourceWalk(source, Excludes.NONE, false).walk(new Seen() {
                @Override
                public void file(TreePath path, FileStat stat, Directory parent, Name name) throws IOException {
                    contents.add(read(parent, name));
                }
            });
        }
        ended.set(true);
        racer.join();

        assertThat(contents).isNotEmpty().containsOnly("public");
    }

    private static void swap(Path directory, Path aside, Path outside, AtomicBoolean ended) {
        try {
            while (!ended.get()) {
                Files.move(directory, aside);
                Files.createSymbolicLink(directory, outside);
                Files.delete(directory);
                Files.move(aside, directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Directory parent, Name name) throws IOException {
        try (var file = parent.file(name)) {
            var buffer = ByteBuffer.allocateDirect(100);
            file.read(buffer, 0);
            return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
        } catch (SystemCallException e) {
            return "public";
        }
    }

    private Seen walk(Excludes excludes) throws IOException {
        var seen = new Seen();
        new SourceWalk(source, excludes, false).walk(seen);
        return seen;
    }

    private static class Seen implements SourceVisitor {
        private final List<String> paths = new ArrayList<>();
        private final TreeMap<String, SourceProblem> problems = new TreeMap<>();

        List<String> all() {
            return paths;
        }

        Map<String, SourceProblem> told() {
            return problems;
        }

        @Override
        public void directory(TreePath path, FileStat stat, Directory directory) {
            paths.add(path.text());
        }

        @Override
        public void file(TreePath path, FileStat stat, Directory parent, Name name) throws IOException {
            paths.add(path.text());
        }

        @Override
        public void symlink(TreePath path, FileStat stat, byte[] target) {
            paths.add(path.text());
        }

        @Override
        public void problem(
                TreePath path, @org.jspecify.annotations.Nullable FileStat stat, SourceProblem problem, String detail) {
            problems.put(path.text(), problem);
        }
    }
}
