package io.graphkeep.server.backup;

import io.graphkeep.transfer.SegmentSource;
import java.io.InputStream;
import java.util.UUID;

/** Gives the trees of committed snapshots to read. */
public interface SnapshotTrees {
    /** Begins to read; what is read stays whole until it is closed. */
    OpenTree open(UUID snapshot);

    /** The tree of one snapshot, verified as it is read. */
    interface OpenTree extends SegmentSource, AutoCloseable {
        /** The tree's bytes from the first to the last; each call begins anew. */
        InputStream bytes();

        /** How many further names of files it has. */
        long hardLinks();

        /** Keeps what is read from being removed for a while longer; from any thread. */
        void renew();

        @Override
        void close();
    }
}
