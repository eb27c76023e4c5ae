package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.SegmentSource;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot's tree, read entry by entry, with where the content of each lies; no list of chunks is read before it is asked
 * for.
 *
 * <p>What cannot be read is STORE_DAMAGED. In memory are the segments of one file.
 */
final class TreeSide {
    private final UUID snapshot;
    private final TreeReader tree;
    private final SegmentSource segments;
    private final ArrayDeque<Listed> listed = new ArrayDeque<>();
    private int used;
    private @Nullable Entry entry;
    private TreePath path = TreePath.ROOT;
    private List<Slice> slices = List.of();

    private record Listed(SegmentId id, int chunks) {}

    /** Some consecutive chunks of a segment of so many. */
    record Slice(SegmentId segment, int chunks, int from, int count) {}

    TreeSide(UUID snapshot, SnapshotTrees.OpenTree tree) {
        this.snapshot = snapshot;
        this.tree = new TreeReader(tree.bytes());
        this.segments = tree;
    }

    /** Goes on to the next entry; false at the end. */
    boolean advance() {
        try {
            entry = next();
            path = entry == null ? TreePath.ROOT : TreePath.parse(entry.getPath());
            return entry != null;
        } catch (IOException e) {
            throw damaged(e);
        } catch (GraphkeepException e) {
            throw e.reason() == Reason.SNAPSHOT_CORRUPT ? damaged(e) : e;
        }
    }

    /** The present entry; null at the end. */
    @Nullable
    Entry entry() {
        return entry;
    }

    TreePath path() {
        return path;
    }

    /** Where the chunks of the present entry are listed, in order. */
    List<Slice> slices() {
        return slices;
    }

    /** The chunks of slices of this tree, in order. */
    ChunkSequence chunks(List<Slice> wanted) {
        return new ChunkSequence(wanted, segments, this::damaged);
    }

    private @Nullable Entry next() throws IOException {
        for (var item = tree.next(); item != null; item = tree.next()) {
            if (item.hasEntry()) {
                slices = take(item.getEntry().getChunkCount());
                return item.getEntry();
            }
            var segment = item.getSegment();
            listed.add(new Listed(SegmentId.fromBytes(segment.getId().toByteArray()), segment.getChunkCount()));
        }
        slices = List.of();
        return null;
    }

    private List<Slice> take(long chunks) {
        var taken = new ArrayList<Slice>();
        var left = chunks;
        while (left > 0) {
            var first = listed.element();
            var count = (int) Math.min(left, first.chunks - used);
            taken.add(new Slice(first.id, first.chunks, used, count));
            left -= count;
            used += count;
            if (used == first.chunks) {
                listed.remove();
                used = 0;
            }
        }
        return taken;
    }

    private GraphkeepException damaged(Exception cause) {
        return new GraphkeepException(
                        Reason.STORE_DAMAGED,
                        "The tree of snapshot " + snapshot + " cannot be read: " + cause.getMessage(),
                        cause)
                .with("snapshot_id", snapshot.toString());
    }
}
