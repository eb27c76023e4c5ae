package io.graphkeep.transfer.push;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        var look = new Look(directory);
        Files.walkFileTree(directory, look);
        return new DirectoryState(look.entries, look.high, look.low);
    }

    /** The sum over all entries, so that the order in which a file system lists them does not matter. */
    private static final class Look extends SimpleFileVisitor<Path> {
        private final Path top;
        private final MessageDigest digest;
        private long entries;
        private long high;
        private long low;

        private Look(Path top) {
            this.top = top;
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
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
            add(file, null);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            if (failure != null) {
                add(directory, null);
            }
            return FileVisitResult.CONTINUE;
        }

        private void add(Path path) throws IOException {
            try {
                add(path, SourceStat.of(path));
            } catch (NoSuchFileException gone) {
                add(path, null);
            }
        }

        private void add(Path path, @Nullable SourceStat stat) {
            digest.update(SourceNames.target(top.relativize(path)));
            if (stat != null) {
                digest.update(ByteBuffer.allocate(6 * Long.BYTES)
                        .putLong(stat.id().device())
                        .putLong(stat.id().number())
                        .putLong(stat.permissions())
                        .putLong(stat.isDirectory() ? -1 : stat.size())
                        .putLong(stat.modifiedNanos())
                        .putLong(stat.changedNanos())
                        .flip());
            }
            var sum = ByteBuffer.wrap(digest.digest());
            entries++;
            high += sum.getLong();
            low += sum.getLong();
        }
    }
}
