package io.graphkeep.transfer.push;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * How a directory looks from outside, without a file of it being read: equal as long as a push would take every file of it for
 * unchanged.
 *
 * <p>Of a fixed size, whatever the directory's. What cannot be looked at counts as a state of its own.
 */
public record DirectoryState(long entries, long high, long low) {
    /** Looks at a directory. */
    public static DirectoryState of(Path directory) throws IOException {
        var top = directory.toRealPath();
        var look = new Look(top);
        Files.walkFileTree(top, look);
        return look.sum.state();
    }

    private static final class Look extends SimpleFileVisitor<Path> {
        private final StateSum sum = new StateSum();
        private final Path top;

        private Look(Path top) {
            this.top = top;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            add(directory);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            add(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(top)) {
                throw failure;
            }
            sum.add(path(file), null);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            if (failure != null) {
                sum.add(path(directory), null);
            }
            return FileVisitResult.CONTINUE;
        }

        private void add(Path path) throws IOException {
            try {
                sum.add(path(path), SourceStat.of(path));
            } catch (NoSuchFileException gone) {
                sum.add(path(path), null);
            }
        }

        private byte[] path(Path path) {
            return SourceNames.target(top.relativize(path));
        }
    }
}
