package io.graphkeep.server.backup.assembly;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.transfer.SegmentCutter;
import io.graphkeep.transfer.TreeWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Files that have not changed since the parent, given to the tree by whole segments of the parent wherever that is possible.
 *
 * <p>A segment that small files share is taken over once all of them are known to be unchanged, so entries wait for that, a
 * bounded number. Where one of them is not, and until the boundaries of both trees meet again, chunks are given one by one.
 */
final class KeptFiles {
    private static final int MOST_WAITING = 1024;

    private final TreeWriter writer;
    private final ParentSegments parent;
    private final HeldChunks held;
    private final EntrySink entries;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    /** The next chunk of the parent that is to be given, and the end of those that are. */
    private long next;

    private long end;

    /** Takes the entries that are written. */
    interface EntrySink {
        void write(Entry entry) throws IOException;
    }

    private static final class Waiting {
        private final Entry entry;
        private final @Nullable ParentRange chunks;
        private boolean begun;

        private Waiting(Entry entry, @Nullable ParentRange chunks) {
            this.entry = entry;
            this.chunks = chunks;
        }
    }

    KeptFiles(TreeWriter writer, ParentSegments parent, HeldChunks held, EntrySink entries) {
        this.writer = writer;
        this.parent = parent;
        this.held = held;
        this.entries = entries;
    }

    /** The next entry of the tree, with its chunks in the parent if it has content. */
    void add(Entry entry, @Nullable ParentRange chunks) throws IOException {
        if (chunks != null && chunks.first() != end) {
            flush();
            next = chunks.first();
        }
        end = chunks == null ? end : chunks.end();
        waiting.add(new Waiting(entry, chunks));
        advance(waiting.size() == MOST_WAITING);
    }

    /** Something follows that is not the parent's. */
    void flush() throws IOException {
        advance(true);
    }

    private void advance(boolean all) throws IOException {
        for (var file = waiting.peek(); file != null; file = waiting.peek()) {
            if (file.chunks != null && next < file.chunks.end() && !give(file, file.chunks, all)) {
                return;
            }
            if (file.chunks == null || next >= file.chunks.end()) {
                waiting.remove();
                entries.write(file.entry);
            }
        }
    }

    /** Gives the next of the file's chunks, or a whole segment that begins with it; false where it is to wait. */
    private boolean give(Waiting file, ParentRange chunks, boolean all) throws IOException {
        var size = file.entry.getSize();
        if (!file.begun && size >= SegmentCutter.LARGE_FILE) {
            begin(file, size);
        }
        var segment = parent.at(next);
        if (segment.first() == next && writer.atBoundary()) {
            if (segment.end() <= end) {
                writer.takeOver(segment.id(), segment.count());
                next = segment.end();
                held.passed(segment);
                return true;
            }
            if (!all) {
                return false;
            }
        }
        if (!file.begun) {
            begin(file, size);
        }
        var list = parent.list(segment);
        var last = Math.min(chunks.end(), segment.end());
        do {
            held.addUnread();
            writer.chunk(list.chunk((int) (next++ - segment.first())));
        } while (next < last);
        return true;
    }

    private void begin(Waiting file, long size) throws IOException {
        file.begun = true;
        writer.fileBegins(size);
    }
}
