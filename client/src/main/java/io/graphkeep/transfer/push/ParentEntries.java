package io.graphkeep.transfer.push;

import com.github.luben.zstd.ZstdIOException;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The snapshot before, read in step with the directory: its entries, and the segments around them, never all. */
final class ParentEntries {
    private static final int BEHIND = 8;

    private final @Nullable TreeReader tree;
    private final ArrayDeque<Placed> segments = new ArrayDeque<>();
    private @Nullable Known known;
    private long listed;
    private long claimed;
    private boolean begun;

    /** A segment, and which of all chunks it holds. */
    record Placed(SegmentId id, long first, int count) {
        long end() {
            return first + count;
        }
    }

    /** A file, and which of all chunks are its own. */
    record Known(TreePath path, Entry entry, long first) {
        long end() {
            return first + entry.getChunkCount();
        }
    }

    ParentEntries(@Nullable TreeReader tree) {
        this.tree = tree;
    }

    /** What the snapshot before has of this path, which comes after the one asked for before; null where it has nothing. */
    @Nullable
    Known find(TreePath wanted) throws IOException {
        if (!begun) {
            begun = true;
            advance();
        }
        while (known != null && known.path().compareTo(wanted) < 0) {
            advance();
        }
        var found = known;
        return found != null && found.path().equals(wanted) ? found : null;
    }

    /** The segment that holds a chunk; null where it was passed, or is not come to. */
    @Nullable
    Placed at(long chunk) {
        for (var segment : segments) {
            if (segment.first() <= chunk && chunk < segment.end()) {
                return segment;
            }
        }
        return null;
    }

    /** The segments that hold some of these chunks. */
    List<Placed> between(long first, long end) {
        var found = new ArrayList<Placed>();
        for (var segment : segments) {
            if (segment.end() > first && segment.first() < end) {
                found.add(segment);
            }
        }
        return found;
    }

    /** What lies before is not asked for any more. */
    void forget(long before) {
        while (segments.size() > BEHIND && segments.element().end() <= before) {
            segments.remove();
        }
    }

    private void advance() throws IOException {
        known = null;
        if (tree == null) {
            return;
        }
        try {
            advance(tree);
        } catch (FormatException | ZstdIOException | RuntimeException unsound) {
            throw new UnsoundServerException(
                    "the tree of the snapshot before cannot be read (" + unsound.getMessage() + ")", unsound);
        }
    }

    private void advance(TreeReader reader) throws IOException {
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item.hasEntry()) {
                var entry = item.getEntry();
                known = new Known(TreePath.parse(entry.getPath()), entry, claimed);
                claimed += entry.getChunkCount();
                return;
            }
            var segment = item.getSegment();
            segments.add(
                    new Placed(SegmentId.fromBytes(segment.getId().toByteArray()), listed, segment.getChunkCount()));
            listed += segment.getChunkCount();
        }
    }
}
