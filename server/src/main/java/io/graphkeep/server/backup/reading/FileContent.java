package io.graphkeep.server.backup.reading;

import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.transfer.ChunkSink;
import io.graphkeep.transfer.Chunker;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads files as they were when they were opened, and cuts them.
 *
 * <p>What is appended meanwhile is not read, and what changed is seen by a look afterwards. Not thread-safe; made once for
 * many files, because of its buffers.
 */
final class FileContent {
    private static final int READ_BYTES = 256 << 10;

    private final ReadRate rate;
    private final ReadWatch watch;
    private final ByteBuffer direct = ByteBuffer.allocateDirect(READ_BYTES);
    private final Chunker chunker = new Chunker(this::chunk);
    private ChunkSink sink = (bytes, offset, length, encoding, kind) -> {};

    FileContent(ReadRate rate, ReadWatch watch) {
        this.rate = rate;
        this.watch = watch;
    }

    /** Reads the file; its chunks go to the sink, of one that cannot be read to its end those that could. */
    ReadOutcome read(OpenFile file, FileStat before, String name, ChunkSink chunks) throws IOException {
        sink = chunks;
        var window = new Window(file, before.size());
        @Nullable SystemCallException failure = null;
        try {
            chunker.begin(name, before.size());
            failure = readAll(window);
            chunker.finish();
            if (failure != null) {
                return failed(window, failure);
            }
            var isWhole = window.position == before.size() && before.isUnchanged(file.stat());
            return isWhole
                    ? new ReadOutcome(window.position, ReadOutcome.State.WHOLE, "")
                    : new ReadOutcome(window.position, ReadOutcome.State.TORN, "it changed while it was read");
        } catch (SystemCallException e) {
            return failed(window, e);
        }
    }

    /** An open file stays, but for what a file server forgets when someone removes it: then it changed under the read. */
    private static ReadOutcome failed(Window window, SystemCallException failure) {
        var state = failure.isGone() ? ReadOutcome.State.TORN : ReadOutcome.State.UNREADABLE;
        return new ReadOutcome(window.position, state, String.valueOf(failure.getMessage()));
    }

    private @Nullable SystemCallException readAll(Window window) throws IOException {
        try {
            while (window.position < window.size && chunker.readFrom(window) > 0) {
                watch.check();
            }
            return null;
        } catch (SystemCallException e) {
            return e;
        }
    }

    private void chunk(byte[] buffer, int offset, int length, Encoding encoding, Kind kind) throws IOException {
        sink.accept(buffer, offset, length, encoding, kind);
    }

    /** The file up to the size that it had. */
    private final class Window implements ReadableByteChannel {
        private final OpenFile file;
        private final long size;
        private long position;

        private Window(OpenFile file, long size) {
            this.file = file;
            this.size = size;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            var wanted = (int) Math.min(Math.min(into.remaining(), direct.capacity()), size - position);
            direct.clear().limit(wanted);
            var count = file.read(direct, position);
            into.put(direct.flip());
            position += count;
            watch.read(count);
            rate.pay(count, watch::check);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
