package io.graphkeep.transfer;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.TreeItem;
import io.graphkeep.format.v1.TreeSegment;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Turns entries and their chunks, given in path order, into segments of content and the bytes of the tree.
 *
 * <p>For each file with content: {@link #fileBegins}, its chunks, {@link #entry}. For anything else: {@link #entry} alone. At
 * the end: {@link #finish}. A segment's id stands before the entry that holds its first chunk, so entries wait, at most
 * 1,024 of them, until the segments that begin in them are closed; after that many the open segment is closed early.
 *
 * <p>Segments of the parent can be taken over whole with {@link #takeOver} wherever {@link #atBoundary}: their chunks count
 * as given, and the entries that follow claim them. Not thread-safe; after an exception it is of no more use.
 */
public final class TreeWriter {
    private static final int MAX_WAITING = 1024;

    private final OutputStream tree;
    private final SegmentCutter cutter;
    private final TreeRules rules = new TreeRules();
    private final ArrayDeque<Slot> slots = new ArrayDeque<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Slot open;
    private boolean inFile;
    /** Whether chunks were taken over that entries to come will claim. */
    private boolean ahead;

    private long chunks;
    private long claimed;
    private long segments;

    /** Segments go to the one, the tree's bytes to the other, which is neither flushed nor closed. */
    public TreeWriter(SegmentSink content, OutputStream tree) {
        this.tree = tree;
        this.cutter = new SegmentCutter(segment -> {
            closed(segment);
            content.accept(segment);
        });
    }

    /** The chunks that follow belong to a file of this size, as far as it is known; its entry comes after them. */
    public void fileBegins(long size) throws IOException {
        require(!inFile && (claimed == chunks || ahead), "a file begins before the one before it has ended");
        cutter.fileBegins(size);
        inFile = true;
    }

    /** The next chunk of the file that began. */
    public void chunk(ChunkRef chunk) throws IOException {
        chunkBegins();
        cutter.add(chunk);
        drain();
    }

    /** The next chunk of the file that began; its id stands at the offset. */
    public void chunk(byte[] id, int offset, int length, Encoding encoding, Kind kind) throws IOException {
        chunkBegins();
        cutter.add(id, offset, length, encoding, kind);
        drain();
    }

    /** Whether the next chunk begins a segment. */
    public boolean atBoundary() {
        return cutter.atBoundary();
    }

    /** Counts the chunks of a segment that is stored already as the next ones; only {@link #atBoundary}. */
    public void takeOver(SegmentId id, int count) throws IOException {
        require(cutter.atBoundary(), "a segment is taken over while another is open");
        var slot = new Slot(chunks, count);
        slot.id = id;
        slots.add(slot);
        chunks += count;
        segments++;
        ahead = true;
        drain();
    }

    /**
     * The next entry in path order. A file's {@code chunk_count} claims the next chunks that were given; where the file began
     * with {@link #fileBegins} it may be left out.
     */
    public void entry(Entry given) throws IOException {
        var entry = inFile && given.getChunkCount() == 0
                ? given.toBuilder().setChunkCount(chunks - claimed).build()
                : given;
        rules.next(entry);
        require(!inFile || entry.getKind() == EntryKind.ENTRY_KIND_FILE, "a file that began has no entry");
        claimed += entry.getChunkCount();
        require(
                claimed <= chunks && (!inFile || claimed == chunks || ahead),
                "an entry's count of chunks is not that given");
        ahead &= claimed < chunks;
        waiting.add(new Waiting(entry, claimed));
        if (inFile) {
            cutter.fileEnds();
        }
        inFile = false;
        if (waiting.size() >= MAX_WAITING) {
            cutter.cut();
        }
        drain();
    }

    /** No more entries: closes the last segment and writes what waited. */
    public void finish() throws IOException {
        require(!inFile && claimed == chunks, "chunks were given that no entry claims");
        cutter.cut();
        drain();
    }

    /** How many chunks of content were given so far. */
    public long chunks() {
        return chunks;
    }

    /** How many segments of content were closed or taken over so far. */
    public long segments() {
        return segments;
    }

    private void chunkBegins() {
        require(inFile, "a chunk comes before its file began");
        if (open == null) {
            open = new Slot(chunks, 0);
            slots.add(open);
        }
        chunks++;
    }

    private void closed(Segment segment) {
        var slot = open;
        if (slot == null) {
            throw new IllegalStateException("A segment was closed that never began");
        }
        slot.id = segment.id();
        slot.chunks = segment.size();
        open = null;
        segments++;
    }

    private void drain() throws IOException {
        while (true) {
            var entry = waiting.peek();
            var slot = slots.peek();
            // With no entry waiting, a closed segment of the file in hand may go ahead: that file's entry is the next.
            var slotFirst = slot != null && (entry == null ? inFile : slot.start < entry.end);
            if (slotFirst && slot != null) {
                var id = slot.id;
                if (id == null) {
                    return;
                }
                slots.remove();
                write(TreeItem.newBuilder()
                        .setSegment(TreeSegment.newBuilder()
                                .setId(ByteString.copyFrom(id.toBytes()))
                                .setChunkCount(slot.chunks))
                        .build());
            } else if (entry != null) {
                waiting.remove();
                write(TreeItem.newBuilder().setEntry(entry.entry).build());
            } else {
                return;
            }
        }
    }

    private void write(TreeItem item) throws IOException {
        item.writeDelimitedTo(tree);
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new IllegalStateException("A tree is written out of order: " + fault);
        }
    }

    private record Waiting(Entry entry, long end) {}

    private static final class Slot {
        private final long start;
        private int chunks;
        private @Nullable SegmentId id;

        private Slot(long start, int chunks) {
            this.start = start;
            this.chunks = chunks;
        }
    }
}
