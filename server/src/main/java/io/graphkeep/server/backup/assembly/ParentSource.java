package io.graphkeep.server.backup.assembly;

import io.graphkeep.server.store.ReadSession;
import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.TreeReader;
import java.util.List;

/** The snapshot that a capture builds on, open for as long as the capture takes. */
public final class ParentSource {
    private final ReadSession snapshot;

    public ParentSource(ReadSession snapshot) {
        this.snapshot = snapshot;
    }

    /** A reader of its tree of its own. */
    public TreeReader tree() {
        return new TreeReader(snapshot.tree());
    }

    ParentSegments segments(WriteSession session) {
        return new ParentSegments(tree(), session);
    }

    List<SegmentId> treeSegments() {
        return snapshot.manifest().getTreeSegmentIdsList().stream()
                .map(id -> SegmentId.fromBytes(id.toByteArray()))
                .toList();
    }
}
