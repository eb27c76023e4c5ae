package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A file system of a fixed size in memory, mounted on a directory, that can be filled to its last byte and relieved again.
 *
 * <p>Unmounted when it is closed, and with the JVM where a test was broken off.
 */
final class SmallDisk implements AutoCloseable {
    private static final int STEP = 1 << 20;
    private static final int LAST_STEP = 1 << 12;

    private final Path directory;
    private final Path ballast;
    private final Thread unmounted = new Thread(this::unmount);

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    static SmallDisk mount(Path directory, long bytes) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Launcher.run(
                        Map.of(),
                        List.of("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + bytes, "tmpfs", directory.toString()))
                .expect(0);
        var disk = new SmallDisk(directory);
        Runtime.getRuntime().addShutdownHook(disk.unmounted);
        return disk;
    }

    Path directory() {
        return directory;
    }

    /** Takes all that is free but for this many bytes. */
    void fillBut(long bytes) {
        take(Math.max(0, free() - bytes));
    }

    /** Takes what is free until nothing is. */
    void fill() {
        take(Long.MAX_VALUE);
    }

    void relieve() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    long free() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void take(long bytes) {
        var left = bytes;
        try (var file = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (var step = STEP; step >= LAST_STEP; step /= 2) {
                while (left > 0 && wrote(file, (int) Math.min(step, left))) {
                    left -= Math.min(step, left);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean wrote(FileChannel file, int bytes) {
        try {
            return file.write(ByteBuffer.allocate(bytes)) == bytes;
        } catch (IOException full) {
            return false;
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(unmounted);
        unmount();
    }

    private void unmount() {
        Launcher.run(Map.of(), List.of("umount", "--lazy", directory.toString()))
                .expect(0);
    }
}
