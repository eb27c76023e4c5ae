package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import java.nio.ByteBuffer;

/** Writes to files and leaves out blocks of zeros, which stay holes. */
final class SparseWriter {
    private static final int BLOCK = 4096;

    private SparseWriter() {}

    /** Writes what remains in the direct buffer at the position. */
    static void write(OpenFile file, ByteBuffer bytes, long position) throws SystemCallException {
        var start = bytes.position();
        var limit = bytes.limit();
        var from = start;
        var at = start;
        while (at < limit) {
            var end = Math.min(limit, at + (int) (BLOCK - (position + at - start) % BLOCK));
            if (isZero(bytes, at, end)) {
                write(file, bytes, from, at, position + from - start);
                from = end;
            }
            at = end;
        }
        write(file, bytes, from, limit, position + from - start);
    }

    private static void write(OpenFile file, ByteBuffer bytes, int from, int to, long position)
            throws SystemCallException {
        if (from < to) {
            file.write(bytes.duplicate().position(from).limit(to), position);
        }
    }

    private static boolean isZero(ByteBuffer bytes, int from, int to) {
        var at = from;
        while (to - at >= Long.BYTES) {
            if (bytes.getLong(at) != 0) {
                return false;
            }
            at += Long.BYTES;
        }
        while (at < to) {
            if (bytes.get(at++) != 0) {
                return false;
            }
        }
        return true;
    }
}
