package io.graphkeep.server.backup.receive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file for what would not fit into memory, written at its end and read anywhere.
 *
 * <p>It has no name from the moment on in which it is open, so that nothing is left of it whatever happens.
 */
final class SpoolFile implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    /** So much is written before it is looked again whether there is room. */
    private static final int STEP = 4 << 20;

    private static final String NAME = "spool-";

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final SpoolRoom room;
    private long written;
    private long granted;

    private SpoolFile(FileChannel channel, SpoolRoom room) {
        this.channel = channel;
        this.room = room;
    }

    static SpoolFile in(Path directory) throws IOException {
        return in(directory, new SpoolRoom(directory));
    }

    static SpoolFile in(Path directory, SpoolRoom room) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var file = Files.createTempFile(directory, NAME, "", owner);
        var channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        return new SpoolFile(channel, room);
    }

    /** Removes what a process left that was killed between making a file and taking its name away. Nobody may use the directory. */
    static void clear(Path directory) throws IOException {
        try (var left = Files.newDirectoryStream(directory, NAME + "*")) {
            for (var file : left) {
                Files.delete(file);
            }
        }
    }

    /** How many bytes were written: where the next one comes to stand. */
    long size() {
        return written + buffer.position();
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        var at = offset;
        var left = length;
        while (left > 0) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            var step = Math.min(left, buffer.remaining());
            buffer.put(bytes, at, step);
            at += step;
            left -= step;
        }
    }

    /** Ends the writing; from here on it is read. */
    void flush() throws IOException {
        if (written + buffer.position() > granted) {
            room.require(written, STEP);
            granted = written + STEP;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            written += channel.write(buffer, written);
        }
        buffer.clear();
    }

    /** Reads from a place on into the buffer, at most as much as it has room for; nothing at the end. */
    int read(long from, byte[] into) throws IOException {
        return channel.read(ByteBuffer.wrap(into), from);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
