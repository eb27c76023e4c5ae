package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.transfer.PositionalReassembler;
import io.graphkeep.transfer.PositionalSink;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A file that is being restored: its chunks come in any order, each is written at its place.
 *
 * <p>Blocks of zeros are not written: the file has its size from the start, and what is not written is a hole.
 */
final class RestoredFile implements PositionalSink, Closeable {
    private static final int BLOCK = 4096;
    private static final byte[] ZEROS = new byte[BLOCK];

    private final Entry entry;
    private final OpenFile file;
    private final ByteBuffer direct;
    private final PositionalReassembler reassembler = new PositionalReassembler(this);

    private RestoredFile(Entry entry, OpenFile file, ByteBuffer direct) {
        this.entry = entry;
        this.file = file;
        this.direct = direct;
    }

    /** Writes through the buffer, which other files of the same thread may share; takes the file over, and closes it. */
    static RestoredFile of(Entry entry, OpenFile file, ByteBuffer direct) throws IOException {
        try {
            file.resize(entry.getSize());
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new RestoredFile(entry, file, direct);
    }

    Entry entry() {
        return entry;
    }

    OpenFile file() {
        return file;
    }

    PositionalReassembler reassembler() {
        return reassembler;
    }

    @Override
    public void write(byte[] bytes, int offset, int length, long position) throws IOException {
        if (position < 0 || position + length > entry.getSize()) {
            throw new IllegalStateException("A chunk of a restored file lies outside of the file");
        }
        var start = 0;
        var at = 0;
        while (at < length) {
            var end = Math.min(length, at + (int) (BLOCK - (position + at) % BLOCK));
            if (isZero(bytes, offset + at, offset + end)) {
                writeOut(bytes, offset + start, at - start, position + start);
                start = end;
            }
            at = end;
        }
        writeOut(bytes, offset + start, length - start, position + start);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void writeOut(byte[] bytes, int offset, int length, long position) throws IOException {
        var done = 0;
        while (done < length) {
            var step = Math.min(direct.capacity(), length - done);
            direct.clear().put(bytes, offset + done, step).flip();
            file.write(direct, position + done);
            done += step;
        }
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from, to, ZEROS, 0, to - from);
    }
}
