package io.graphkeep.server.catalog;

import io.graphkeep.server.config.Home;
import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The home, held by one server at a time and closed to every other user.
 *
 * <p>The system releases the lock when the process ends, however it ends. The file stays, with the pid of the last holder:
 * removing it would let two servers hold two files of one name.
 */
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes the home if it is not there, closes it to others, and takes it. */
    public static HomeLock take(Home home) {
        try {
            close(home.directory());
            return new HomeLock(lock(home));
        } catch (IOException e) {
            throw new StartRefused(
                    "The home " + home.directory() + " cannot be used: " + e
                            + ". Set GRAPHKEEP_HOME to a directory that the server may write to.",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("The lock on the home was not released in order", e);
        }
    }

    private static void close(Path directory) throws IOException {
        var ownerOnly = PosixFilePermissions.fromString("rwx------");
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(ownerOnly));
        }
        var owner = Files.getAttribute(directory, "unix:uid");
        var self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!owner.equals(self)) {
            throw new StartRefused(
                    "The home " + directory + " belongs to user " + owner + ", and the server runs as user " + self
                            + ": run it as the home's owner, or set GRAPHKEEP_HOME to a directory of its own.");
        }
        if (!Files.getPosixFilePermissions(directory).equals(ownerOnly)) {
            Files.setPosixFilePermissions(directory, ownerOnly);
        }
    }

    private static FileChannel lock(Home home) throws IOException {
        var channel = FileChannel.open(
                home.lock(),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (!isLocked(channel)) {
                throw new StartRefused("The home " + home.directory() + " is in use by the server with pid "
                        + holder(channel) + ": stop that one, or set GRAPHKEEP_HOME to another directory.");
            }
            write(channel, ProcessHandle.current().pid());
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held by this very process, which the system's lock alone would not refuse.
            return false;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        var pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "unknown" : pid;
    }

    private static void write(FileChannel channel, long pid) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    }
}
