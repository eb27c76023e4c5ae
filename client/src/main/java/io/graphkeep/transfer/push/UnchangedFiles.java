package io.graphkeep.transfer.push;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.transfer.SegmentCutter;
import io.graphkeep.transfer.TreeWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Files that have not changed since the snapshot before, given to the tree by its segments wherever these are whole.
 *
 * <p>A segment that small files share is taken over once all of them are known to be unchanged, so entries wait for that, a
 * bounded number. A file of which a part lies in a segment that is not taken over is read.
 */
final class UnchangedFiles {
    private static final int MOST_WAITING = 1000;

    private final ParentEntries parent;
    private final TreeWriter writer;
    private final Rest rest;
    private final Entries entries;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    /** The next chunk of the parent that is to be given, and the end of those that are. */
    private long next;

    private long end;

    /** Reads a file's chunks from one on. */
    interface Rest {
        void read(SourceEntry file, ParentEntries.Known known, long taken) throws IOException;
    }

    /** Takes the entries that are written. */
    interface Entries {
        void write(Entry entry) throws IOException;
    }

    private static final class Waiting {
        private final SourceEntry file;
        private final ParentEntries.@Nullable Known known;
        private boolean begun;

        private Waiting(SourceEntry file, ParentEntries.@Nullable Known known) {
            this.file = file;
            this.known = known;
        }
    }

    UnchangedFiles(ParentEntries parent, TreeWriter writer, Rest rest, Entries entries) {
        this.parent = parent;
        this.writer = writer;
        this.rest = rest;
        this.entries = entries;
    }

    /** The next entry of the tree, which has no content. */
    void pass(SourceEntry entry) throws IOException {
        take(new Waiting(entry, null));
    }

    /** The next entry of the tree, a file that is as it was. */
    void add(SourceEntry file, ParentEntries.Known known) throws IOException {
        if (known.entry().getChunkCount() == 0) {
            take(new Waiting(file, null));
            return;
        }
        if (next < end && known.first() != end) {
            flush();
        }
        if (next == end) {
            next = known.first();
        }
        end = known.end();
        take(new Waiting(file, known));
    }

    /** Gives all that waits. */
    void flush() throws IOException {
        advance(true);
        next = end;
    }

    private void take(Waiting entry) throws IOException {
        waiting.add(entry);
        advance(waiting.size() > MOST_WAITING);
    }

    private void advance(boolean all) throws IOException {
        for (var file = waiting.peek(); file != null; file = waiting.peek()) {
            var known = file.known;
            if (known == null) {
                waiting.remove();
                entries.write(file.file.entry());
                continue;
            }
            while (next < known.end()) {
                if (!give(file, known, all)) {
                    return;
                }
            }
            waiting.remove();
            entries.write(known.entry());
        }
    }

    /** Gives a whole segment, or the rest of the file; false where it is to wait. */
    private boolean give(Waiting file, ParentEntries.Known known, boolean all) throws IOException {
        if (!file.begun && known.entry().getSize() >= SegmentCutter.LARGE_FILE) {
            begin(file, known);
        }
        var segment = parent.at(next);
        if (segment != null && segment.first() == next && writer.atBoundary()) {
            if (segment.end() <= end) {
                writer.takeOver(segment.id(), segment.count());
                next = segment.end();
                parent.forget(next);
                return true;
            }
            if (!all) {
                return false;
            }
        }
        if (!file.begun) {
            begin(file, known);
        }
        rest.read(file.file, known, next - known.first());
        next = known.end();
        parent.forget(next);
        return true;
    }

    private void begin(Waiting file, ParentEntries.Known known) throws IOException {
        file.begun = true;
        writer.fileBegins(known.entry().getSize());
    }
}
