package io.graphkeep.server.backup.receive;

import java.io.EOFException;
import java.io.IOException;

/** Reads a stretch of a spool file from its beginning to its end. */
final class SpoolReader {
    private static final int BUFFER = 16 << 10;

    private final SpoolFile file;
    private final long end;
    private long next;
    private byte[] buffer = new byte[0];
    private int at;
    private int filled;

    SpoolReader(SpoolFile file, long from, long end) {
        this.file = file;
        this.next = from;
        this.end = end;
    }

    boolean isAtEnd() {
        return at == filled && next >= end;
    }

    byte[] bytes(int count) throws IOException {
        var bytes = new byte[count];
        for (var i = 0; i < count; ) {
            fill();
            var step = Math.min(count - i, filled - at);
            System.arraycopy(buffer, at, bytes, i, step);
            at += step;
            i += step;
        }
        return bytes;
    }

    /** A number as {@link SpoolWriter} writes it. */
    long number() throws IOException {
        var value = 0L;
        for (var shift = 0; shift < Long.SIZE; shift += 7) {
            fill();
            var group = buffer[at++];
            value |= (group & 0x7FL) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw new IOException("A spool file holds a number that is too long");
    }

    int small() throws IOException {
        return Math.toIntExact(number());
    }

    private void fill() throws IOException {
        if (at < filled) {
            return;
        }
        if (buffer.length == 0) {
            buffer = new byte[BUFFER];
        }
        filled = file.read(next, buffer);
        at = 0;
        if (filled <= 0) {
            throw new EOFException("A spool file ends too early");
        }
        filled = (int) Math.min(filled, end - next);
        next += filled;
    }
}
