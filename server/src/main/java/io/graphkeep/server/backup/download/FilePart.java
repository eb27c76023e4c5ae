package io.graphkeep.server.backup.download;

import io.graphkeep.transfer.PositionalSink;

/**
 * What of one file lies in one window: the bytes from a position of the file on, at a place of the window's buffer.
 *
 * <p>What is written before the part is dropped: a stream that is resumed within a chunk begins in its middle.
 */
final class FilePart implements PositionalSink {
    private final OutgoingFile file;
    private final Window window;
    private final long from;
    private final int at;
    private int length;

    FilePart(OutgoingFile file, Window window, long from, int at) {
        this.file = file;
        this.window = window;
        this.from = from;
        this.at = at;
    }

    OutgoingFile file() {
        return file;
    }

    /** Where it lies in the buffer. */
    int at() {
        return at;
    }

    int length() {
        return length;
    }

    void grow(int more) {
        length += more;
    }

    @Override
    public void write(byte[] bytes, int offset, int count, long position) {
        var skipped = Math.clamp(from - position, 0, count);
        var place = Math.max(0, position - from);
        if (place + count - skipped > length) {
            throw new IllegalStateException("A chunk lies outside of what a window holds of its file");
        }
        System.arraycopy(bytes, offset + skipped, window.buffer(), at + (int) place, count - skipped);
    }
}
