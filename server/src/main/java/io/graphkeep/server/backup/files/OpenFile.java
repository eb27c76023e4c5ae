package io.graphkeep.server.backup.files;

import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A file held open: what is read and written through it is that file, whatever its name leads to by now. */
public final class OpenFile implements Closeable {
    private static final byte[] ITSELF = {};

    private final int fd;
    private boolean closed;

    OpenFile(int fd) {
        this.fd = fd;
    }

    public FileStat stat() throws SystemCallException {
        return Libc.stat(fd, ITSELF);
    }

    /** Reads into the direct buffer's remaining space; the count of bytes, or 0 at the end of the file. */
    public int read(ByteBuffer into, long position) throws SystemCallException {
        var count = Libc.read(fd, MemorySegment.ofBuffer(into), position);
        into.position(into.position() + count);
        return count;
    }

    /** Writes all that remains in the direct buffer. */
    public void write(ByteBuffer from, long position) throws SystemCallException {
        var at = position;
        while (from.hasRemaining()) {
            var count = Libc.write(fd, MemorySegment.ofBuffer(from), at);
            from.position(from.position() + count);
            at += count;
        }
    }

    /** Sets the size: what is beyond is cut off, and what is missing is a hole. */
    public void resize(long size) throws SystemCallException {
        Libc.truncate(fd, size);
    }

    public ExtendedAttributes attributes() throws SystemCallException {
        return ExtendedAttributes.of(fd);
    }

    public void setAttribute(byte[] name, byte[] value) throws SystemCallException {
        Libc.setAttribute(fd, name, value);
    }

    public void setOwner(int user, int group) throws SystemCallException {
        Libc.setOwner(fd, ITSELF, user, group);
    }

    public void setMode(int mode) throws SystemCallException {
        Libc.setMode(fd, mode);
    }

    public void setModified(FileStat.FileTime time) throws SystemCallException {
        Libc.setModified(fd, time.seconds(), time.nanos());
    }

    public void sync() throws SystemCallException {
        Libc.sync(fd);
    }

    @Override
    public void close() throws SystemCallException {
        if (!closed) {
            closed = true;
            Libc.close(fd);
        }
    }
}
