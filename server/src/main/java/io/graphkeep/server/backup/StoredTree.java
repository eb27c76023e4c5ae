package io.graphkeep.server.backup;

import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.io.InputStream;

/** The tree of a snapshot in the store, read in a session of its own. */
public final class StoredTree implements SnapshotTrees.OpenTree {
    private final ReadSession session;

    public StoredTree(ReadSession session) {
        this.session = session;
    }

    @Override
    public InputStream bytes() {
        return session.tree();
    }

    @Override
    public long hardLinks() {
        return session.manifest().getHardLinkCount();
    }

    @Override
    public Segment segment(SegmentId id) throws IOException {
        return session.segment(id);
    }

    @Override
    public void renew() {
        session.renew();
    }

    @Override
    public void close() {
        session.close();
    }
}
