package io.graphkeep.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts files into chunks by what their bytes are, in memory that no file's size changes.
 *
 * <p>For each file {@link #begin}, then its bytes by {@link #write} or {@link #readFrom} in pieces of any size, then
 * {@link #finish}; the chunks go to the sink in order and, put together by a {@link Reassembler}, are the file again. Where
 * the cuts fall depends on the name, the declared size and the bytes alone. One chunker serves any number of files, one after
 * the other; it is not thread-safe, and after an exception it is ready for the next {@link #begin}.
 *
 * <p>Whether a chunk of text or binary may end at a position depends on the 64 bytes before it, and what follows a chunk's
 * end does not depend on what came before it: a large file can be scanned in parallel, and a chunker can set out from any
 * chunk's end of an older version. A run of base64 adds to that its start and the width of its rows.
 */
public final class Chunker {
    private static final int SMALL_WINDOW_BYTES = 32 << 10;
    private static final int WINDOW_BYTES = 512 << 10;
    private static final int KEPT_BYTES = EmbeddingWidth.LOOK_BACK_BYTES;

    private enum Mode {
        UNDECIDED,
        TEXT,
        RUN,
        PLAIN
    }

    private final ChunkSink sink;
    private final RunFinder runs = new RunFinder();
    private @Nullable MatrixCutter matrix;
    private byte[] window = new byte[SMALL_WINDOW_BYTES];
    private int from;
    private int to;
    private Mode mode = Mode.UNDECIDED;
    private String name = "";
    private Boundaries boundaries = Boundaries.BINARY;
    private Kind kind = Kind.BINARY;
    private int width;

    /** Every file's chunks go to this sink. */
    public Chunker(ChunkSink sink) {
        this.sink = sink;
    }

    /** A chunker that has begun with a file of this name and size. */
    public static Chunker forFile(String name, long size, ChunkSink sink) {
        var chunker = new Chunker(sink);
        chunker.begin(name, size);
        return chunker;
    }

    /**
     * Begins a file. The name's suffix helps to tell text; the size, as far as it is known, decides how large the chunks of
     * a huge binary file are, and a negative one means unknown.
     */
    public void begin(String fileName, long size) {
        reset();
        name = fileName;
        boundaries = size >= Boundaries.HUGE_FILE ? Boundaries.HUGE : Boundaries.BINARY;
    }

    /** Begins the bytes of a snapshot's tree, which are cut like text, without a search for base64. */
    public void beginTree() {
        reset();
        mode = Mode.PLAIN;
        boundaries = Boundaries.TEXT;
        kind = Kind.TEXT;
    }

    /** The next bytes of the file. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        var at = offset;
        var left = length;
        while (left > 0) {
            makeRoom();
            var step = Math.min(left, window.length - to);
            System.arraycopy(bytes, at, window, to, step);
            to += step;
            at += step;
            left -= step;
        }
    }

    /** Reads once from the channel; returns how many bytes, or -1 at its end. */
    public int readFrom(ReadableByteChannel channel) throws IOException {
        makeRoom();
        var read = channel.read(ByteBuffer.wrap(window, to, window.length - to));
        to += Math.max(read, 0);
        return read;
    }

    /** The file has no more bytes: cuts what is left. */
    public void finish() throws IOException {
        cut(true);
        reset();
    }

    private void reset() {
        from = 0;
        to = 0;
        width = 0;
        mode = Mode.UNDECIDED;
        kind = Kind.BINARY;
        runs.restart(0);
    }

    private void makeRoom() throws IOException {
        if (to < window.length) {
            return;
        }
        var whole = Math.max(WINDOW_BYTES, 2 * boundaries.max());
        if (window.length < whole) {
            window = Arrays.copyOf(window, whole);
            return;
        }
        cut(false);
        var dropped = Math.max(0, from - KEPT_BYTES);
        System.arraycopy(window, dropped, window, 0, to - dropped);
        from -= dropped;
        to -= dropped;
        runs.slide(dropped);
    }

    /** Cuts as much as is certain; all of it if nothing follows. */
    private void cut(boolean last) throws IOException {
        var goesOn = true;
        while (goesOn) {
            goesOn = switch (mode) {
                case UNDECIDED -> decide();
                case TEXT -> cutText(last);
                case RUN -> cutRun(last);
                case PLAIN -> cutPlain(to, last);
            };
        }
    }

    private boolean decide() {
        if (ContentSniffer.isText(name, window, 0, to)) {
            mode = Mode.TEXT;
            kind = Kind.TEXT;
            boundaries = Boundaries.TEXT;
            // A file that ends before the window is full may be too short for a matrix.
            width = to > RunFinder.RUN_BYTES ? EmbeddingWidth.inHead(window, 0, to) : 0;
        } else {
            mode = Mode.PLAIN;
        }
        return true;
    }

    private boolean cutText(boolean last) throws IOException {
        var found = runs.find(window, to);
        var end = found ? runs.start() : last ? to : runs.safe(to);
        cutPlain(end, found || last);
        if (found) {
            var back = Math.max(0, runs.start() - KEPT_BYTES);
            matrix().begin(width > 0 ? width : EmbeddingWidth.before(window, back, runs.start()));
            mode = Mode.RUN;
        }
        return found;
    }

    private boolean cutRun(boolean last) throws IOException {
        from = matrix().accept(window, from, to);
        if (to - from < 4 && !last) {
            return false;
        }
        from = matrix().acceptPadded(window, from, to);
        matrix().finish();
        mode = Mode.TEXT;
        runs.restart(from);
        return true;
    }

    private MatrixCutter matrix() {
        if (matrix == null) {
            matrix = new MatrixCutter(sink);
        }
        return matrix;
    }

    private boolean cutPlain(int end, boolean last) throws IOException {
        while (from < end) {
            var next = boundaries.end(window, from, end, last);
            if (next < 0) {
                return false;
            }
            var start = from;
            from = next;
            sink.accept(window, start, next - start, Encoding.RAW, kind);
        }
        return false;
    }
}
