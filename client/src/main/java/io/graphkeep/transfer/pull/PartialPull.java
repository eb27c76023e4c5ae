package io.graphkeep.transfer.pull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is here of a pull that is not done: a hidden directory beside the destination, of its owner alone, with the tree, what is to
 * be done later, and where the stream stands.
 *
 * <p>One pull at a time has it. When all is there the tree takes the destination's place, in one step where that can be.
 */
final class PartialPull implements Closeable {
    private static final String PREFIX = ".graphkeep-pull-";

    private final Path destination;
    private final Path directory;
    private final FileChannel lock;

    private PartialPull(Path destination, Path directory, FileChannel lock) {
        this.destination = destination;
        this.directory = directory;
        this.lock = lock;
    }

    /** Takes the place beside a destination that is empty or not there. */
    static PartialPull open(Path path) throws IOException {
        var destination = path.toAbsolutePath().normalize();
        var name = destination.getFileName();
        var parent = destination.getParent();
        if (name == null || parent == null || !Files.isDirectory(parent)) {
            throw new PullException(
                    PullException.Kind.DESTINATION_UNUSABLE,
                    "There is no directory that " + destination + " could be made in.");
        }
        requireEmpty(destination);
        var directory = parent.resolve(PREFIX + name);
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException there) {
            requireOwn(directory, there);
        } catch (IOException refused) {
            throw new PullException(
                    PullException.Kind.DESTINATION_UNUSABLE,
                    "Nothing can be written beside " + destination + ": " + refused.getMessage() + ".",
                    refused);
        }
        return new PartialPull(destination, directory, locked(directory));
    }

    Path tree() {
        return directory.resolve("tree");
    }

    Path later() {
        return directory.resolve("later");
    }

    /** Where the stream stands; null where nothing is here yet. */
    @Nullable
    PullState state() throws IOException {
        try {
            return PullState.parse(Files.readString(directory.resolve("state")));
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    void state(PullState now) throws IOException {
        var fresh = directory.resolve("state.new");
        Files.deleteIfExists(fresh);
        Files.writeString(fresh, now.toText(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(fresh, directory.resolve("state"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Begins anew: what an earlier pull left goes. */
    void clear() throws IOException {
        remove(tree());
        Files.deleteIfExists(later());
        Files.deleteIfExists(directory.resolve("state"));
        Files.createDirectory(tree());
    }

    /** Puts the tree where it was to be brought. */
    void deliver() throws IOException {
        requireEmpty(destination);
        try {
            Files.move(tree(), destination, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cannot) {
            // Such as a mount point, which cannot be renamed: what is in the tree moves one by one.
            deliverEach(cannot);
        }
        discard();
    }

    /** Leaves nothing of it. */
    void discard() throws IOException {
        remove(directory);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private void deliverEach(IOException cause) throws IOException {
        if (!Files.isDirectory(destination, LinkOption.NOFOLLOW_LINKS)) {
            throw cause;
        }
        try (var entries = Files.newDirectoryStream(tree())) {
            for (var entry : entries) {
                Files.move(entry, destination.resolve(entry.getFileName()));
            }
        }
    }

    /** Where others may write, as in /tmp, what stands there may be another user's, with links of his that lead to our files. */
    private static void requireOwn(Path directory, FileAlreadyExistsException there) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new PullException(
                    PullException.Kind.DESTINATION_UNUSABLE, directory + " is there and no directory.", there);
        }
        var fact = Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        if (!Objects.equals(ownUser(directory), fact.get("uid")) || !isClosed(fact.get("mode"))) {
            throw new PullException(
                    PullException.Kind.DESTINATION_UNUSABLE,
                    directory + " is there and not of this user alone: remove it, or pull to another place.",
                    there);
        }
    }

    private static boolean isClosed(@Nullable Object mode) {
        return mode instanceof Integer bits && (bits & 0777) == 0700;
    }

    /** Who this process is, by what it makes: Java does not say. */
    private static @Nullable Object ownUser(Path directory) throws IOException {
        var made = Files.createTempFile(Objects.requireNonNull(directory.getParent()), PREFIX, "");
        try {
            return Files.getAttribute(made, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(made);
        }
    }

    private static FileChannel locked(Path directory) throws IOException {
        var channel = FileChannel.open(
                directory.resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        var isTaken = true;
        try {
            isTaken = channel.tryLock() == null;
        } catch (OverlappingFileLockException ofThisProcess) {
            isTaken = true;
        } finally {
            if (isTaken) {
                channel.close();
            }
        }
        if (isTaken) {
            throw new PullException(
                    PullException.Kind.DESTINATION_UNUSABLE, "Another pull writes to " + directory + " now.");
        }
        return channel;
    }

    private static void requireEmpty(Path destination) throws IOException {
        if (!Files.exists(destination, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(destination, LinkOption.NOFOLLOW_LINKS)) {
            try (var entries = Files.newDirectoryStream(destination)) {
                if (!entries.iterator().hasNext()) {
                    return;
                }
            }
        }
        throw new PullException(
                PullException.Kind.DESTINATION_NOT_EMPTY,
                destination + " is there and not an empty directory: a pull replaces nothing.");
    }

    /** Removes a directory and all in it; directories that a server wanted closed are opened for that. */
    private static void remove(Path top) throws IOException {
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
