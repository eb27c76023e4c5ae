package io.graphkeep.transfer;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.TreeItem;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tree with the chunks of its files: {@link #nextEntry}, then {@link #nextChunk} until null, for as many of the
 * entries as are wanted.
 *
 * <p>Segments are asked for when the first of their chunks is, in order; those that come soon after are said to be expected.
 * A file whose chunks were all taken is known to have its declared size. Not thread-safe. The tree is read twice, once for its
 * entries and, behind that, once for its segments: all segments of a file stand before its entry, and memory is bounded however
 * many there are.
 */
public final class TreeContents {
    private static final int AHEAD_BYTES = 1 << 20;

    private final TreeReader tree;
    private final SegmentSource source;
    private final ListedSegments segments;
    /** Items that were read and not yet come to, so that their segments are looked up together. */
    private final ArrayDeque<TreeItem> ahead = new ArrayDeque<>();

    private long listed;
    private @Nullable Segment loaded;
    private @Nullable Entry entry;
    private FileLayout layout = new FileLayout();
    private long left;

    /** Walks a tree that is given twice, from its beginning. */
    public TreeContents(TreeReader tree, TreeReader again, SegmentSource source) {
        this.tree = tree;
        this.source = source;
        this.segments = new ListedSegments(again);
    }

    /** The next entry, past whatever chunks of the one before were not taken; null at the end. */
    public @Nullable Entry nextEntry() throws IOException {
        while (left > 0) {
            left -= advance(left);
        }
        for (var item = nextItem(); item != null; item = nextItem()) {
            if (item.hasEntry()) {
                entry = item.getEntry();
                left = entry.getChunkCount();
                layout = new FileLayout();
                return entry;
            }
            listed++;
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
        var segment = load();
        var index = segments.used();
        left -= advance(1);
        var chunk = segment.chunk(index);
        var goesOn =
                chunk.encoding() == Encoding.BASE64 && left > 0 && load().encoding(segments.used()) == Encoding.BASE64;
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
            while (bytes < AHEAD_BYTES && lists < ListedSegments.AHEAD) {
                var item = tree.next();
                if (item == null) {
                    break;
                }
                ahead.add(item);
                bytes += item.getSerializedSize();
                lists += item.hasSegment() ? 1 : 0;
            }
            segments.mayRead(lists);
        }
        return ahead.poll();
    }

    private int advance(long most) throws IOException {
        var passed = segments.advance(most);
        if (segments.used() == 0) {
            loaded = null;
        }
        return passed;
    }

    private Segment load() throws IOException {
        var segment = loaded;
        if (segment == null) {
            segment = segments.load(source);
            loaded = segment;
        }
        return segment;
    }
}
