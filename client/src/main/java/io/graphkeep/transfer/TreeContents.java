package io.graphkeep.transfer;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.TreeItem;
import io.graphkeep.format.v1.TreeSegment;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tree with the chunks of its files: {@link #nextEntry}, then {@link #nextChunk} until null, for as many of the
 * entries as are wanted.
 *
 * <p>Segments are asked for when the first of their chunks is, in order; those that come soon after are said to be expected.
 * A file whose chunks were all taken is known to have its declared size. Not thread-safe; memory is
 * bounded by the segments that begin in one file (some 50 bytes for 300 KB of content) and by what is read ahead.
 */
public final class TreeContents {
    private static final int AHEAD_SEGMENTS = 256;
    private static final int AHEAD_BYTES = 1 << 20;

    private final TreeReader tree;
    private final SegmentSource source;
    /** Items that were read and not yet come to, so that their segments are looked up together. */
    private final ArrayDeque<TreeItem> ahead = new ArrayDeque<>();

    private final ArrayDeque<Listed> segments = new ArrayDeque<>();
    /** Chunks of the first listed segment that are used up. */
    private int used;

    private long listed;
    /** Segments with a lower number have been looked up, or passed over. */
    private long expected;

    private @Nullable Segment loaded;
    private @Nullable Entry entry;
    private FileLayout layout = new FileLayout();
    private long left;

    public TreeContents(TreeReader tree, SegmentSource source) {
        this.tree = tree;
        this.source = source;
    }

    /** The next entry, past whatever chunks of the one before were not taken; null at the end. */
    public @Nullable Entry nextEntry() throws IOException {
        while (left > 0) {
            var step = (int) Math.min(left, first().chunks - used);
            left -= step;
            advance(step);
        }
        for (var item = nextItem(); item != null; item = nextItem()) {
            if (item.hasEntry()) {
                entry = item.getEntry();
                left = entry.getChunkCount();
                layout = new FileLayout();
                return entry;
            }
            var segment = item.getSegment();
            segments.add(new Listed(id(segment), segment.getChunkCount(), listed++));
        }
        entry = null;
        return null;
    }

    /** The next chunk of the entry; null when it has no more, and its size is then known to be right. */
    public @Nullable PlacedChunk nextChunk() throws IOException {
        var file = entry;
        if (file == null) {
            throw new IllegalStateException("No entry is current");
        }
        if (left == 0) {
            return null;
        }
        var segment = load(first());
        var index = used;
        left--;
        advance(1);
        var chunk = segment.chunk(index);
        var goesOn =
                chunk.encoding() == Encoding.BASE64 && left > 0 && load(first()).encoding(used) == Encoding.BASE64;
        var placed = layout.place(segment.id(), index, chunk, goesOn);
        if (layout.size() > file.getSize() || (left == 0 && layout.size() != file.getSize())) {
            throw new FormatException("File " + TreePath.parse(file.getPath()) + " is declared to have "
                    + file.getSize() + " bytes, and its chunks make " + layout.size() + (left == 0 ? "" : " or more"));
        }
        return placed;
    }

    /** How many segments were listed so far; all of them after the last entry. */
    public long segments() {
        return listed;
    }

    private @Nullable TreeItem nextItem() throws IOException {
        if (ahead.isEmpty()) {
            var bytes = 0;
            var lists = 0;
            while (bytes < AHEAD_BYTES && lists < AHEAD_SEGMENTS) {
                var item = tree.next();
                if (item == null) {
                    break;
                }
                ahead.add(item);
                bytes += item.getSerializedSize();
                lists += item.hasSegment() ? 1 : 0;
            }
        }
        return ahead.poll();
    }

    private void expect(Listed next) throws IOException {
        if (next.number < expected) {
            return;
        }
        var ids = new ArrayList<SegmentId>();
        for (var segment : segments) {
            if (ids.size() == AHEAD_SEGMENTS) {
                break;
            }
            ids.add(segment.id);
        }
        for (var item : ahead) {
            if (ids.size() == AHEAD_SEGMENTS) {
                break;
            }
            if (item.hasSegment()) {
                ids.add(id(item.getSegment()));
            }
        }
        source.expect(ids);
        expected = next.number + ids.size();
    }

    private static SegmentId id(TreeSegment segment) {
        return SegmentId.fromBytes(segment.getId().toByteArray());
    }

    private Listed first() {
        return segments.element();
    }

    private void advance(int chunks) {
        used += chunks;
        if (used == first().chunks) {
            segments.remove();
            used = 0;
            loaded = null;
        }
    }

    private Segment load(Listed listed) throws IOException {
        var segment = loaded;
        if (segment == null) {
            expect(listed);
            segment = source.segment(listed.id);
            if (segment.size() != listed.chunks || !segment.id().equals(listed.id)) {
                throw new FormatException("Segment " + listed.id + " has " + segment.size() + " chunks, not the "
                        + listed.chunks + " that the tree says");
            }
            loaded = segment;
        }
        return segment;
    }

    private record Listed(SegmentId id, int chunks, long number) {}
}
