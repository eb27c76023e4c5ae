package io.graphkeep.server.backup.receive;

import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which segments hold which file of the snapshot before, for files that come in any order.
 *
 * <p>Of very large snapshots the first part alone is known: what is not known here is stored anew where no whole segment of it
 * is found again.
 */
final class ParentFiles {
    private static final int MOST_FILES = 1 << 14;
    private static final int MOST_SEGMENTS = 1 << 15;
    private static final int MOST_NAMES = 4 << 20;

    private final List<SegmentId> segments = new ArrayList<>();
    private final Map<TreePath, Range> files = new HashMap<>();

    /** From the first segment that holds some of a file to behind the last. */
    private record Range(int from, int to) {}

    /** Of a graph that has no snapshot yet. */
    static ParentFiles none() {
        return new ParentFiles();
    }

    /** Those of a snapshot. */
    static ParentFiles of(ReadSession parent) throws IOException {
        var known = new ParentFiles();
        known.read(new TreeReader(parent.tree()));
        return known;
    }

    /** What the snapshot before has of the file of this name; nothing where it has none. */
    ParentFile find(TreePath path) {
        var range = files.get(path);
        return new ParentFile(range == null ? List.of() : segments.subList(range.from(), range.to()));
    }

    private void read(TreeReader tree) throws IOException {
        var ends = new ArrayList<Long>();
        var listed = 0L;
        var claimed = 0L;
        var names = 0;
        var first = 0;
        for (var item = tree.next(); item != null; item = tree.next()) {
            if (item.hasSegment()) {
                if (segments.size() == MOST_SEGMENTS) {
                    return;
                }
                listed += item.getSegment().getChunkCount();
                segments.add(SegmentId.fromBytes(item.getSegment().getId().toByteArray()));
                ends.add(listed);
                continue;
            }
            var chunks = item.getEntry().getChunkCount();
            if (chunks == 0) {
                continue;
            }
            names += item.getEntry().getPath().size();
            if (files.size() == MOST_FILES || names > MOST_NAMES) {
                return;
            }
            while (ends.get(first) <= claimed) {
                first++;
            }
            claimed += chunks;
            files.put(TreePath.parse(item.getEntry().getPath()), new Range(first, segments.size()));
        }
    }
}
