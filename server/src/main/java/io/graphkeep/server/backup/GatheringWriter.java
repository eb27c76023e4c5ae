package io.graphkeep.server.backup;

import io.graphkeep.transfer.PositionalSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Collects what is written to a file piece by piece, so that what follows each other goes out in one go. Of one thread. */
final class GatheringWriter implements PositionalSink {
    private static final int BYTES = 1 << 20;

    private final ByteBuffer gathered = ByteBuffer.allocateDirect(BYTES);
    private @Nullable RestoredFile file;
    private long start;
    private int pieces;

    /** What comes next belongs to this file. */
    void turnTo(RestoredFile next) throws IOException {
        if (file != next) {
            flush();
            file = next;
        }
    }

    /** What was written since the last call was a whole piece of the file. */
    void pieceEnds() {
        pieces++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length, long position) throws IOException {
        if (position != start + gathered.position()) {
            flush();
            start = position;
        }
        var done = 0;
        while (done < length) {
            if (!gathered.hasRemaining()) {
                flush();
            }
            var step = Math.min(gathered.remaining(), length - done);
            gathered.put(bytes, offset + done, step);
            done += step;
        }
    }

    /** Writes out all that was collected. */
    void flush() throws IOException {
        var to = file;
        var length = gathered.position();
        if (to != null && (length > 0 || pieces > 0)) {
            var ended = pieces;
            pieces = 0;
            to.write(gathered.flip(), start, ended);
        }
        gathered.clear();
        start += length;
    }
}
