package io.graphkeep.server.backup;

import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.server.backup.assembly.ParentSource;
import io.graphkeep.server.backup.assembly.ParentUnusableException;
import io.graphkeep.server.backup.reading.ReadRate;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.server.store.Store;
import io.graphkeep.server.store.WriteSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a graph's directory into a session, beside the snapshot before it where there is one. */
final class SourceCapture {
    /** Why a parent cannot be read, where a capture without one can help. */
    private static final Set<Reason> UNUSABLE = EnumSet.of(
            Reason.SNAPSHOT_CORRUPT, Reason.SNAPSHOT_NOT_FOUND, Reason.SNAPSHOT_NOT_READY, Reason.STORE_DAMAGED);

    private final Store store;
    private final CaptureLimits limits;
    private final Clock clock;

    SourceCapture(Store store, CaptureLimits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    /** All of it as it is now; a parent that is of no use is a {@link ParentUnusableException}. */
    CapturedTree read(GraphRow graph, @Nullable SnapshotRow before, WriteSession session, CaptureProgress progress)
            throws IOException {
        if (before != null) {
            progress.expect(before.logicalBytes(), before.files());
            try (var reader = openParent(before)) {
                return read(graph, new ParentSource(reader), session, progress);
            }
        }
        try (var _ = SourceSize.of(walk(graph), progress)) {
            return read(graph, (ParentSource) null, session, progress);
        }
    }

    /** How much what was read can be of one moment: nothing moved if a second look sees what the first one saw. */
    ManifestConsistency consistency(GraphRow graph, CapturedTree tree, boolean stopped) throws IOException {
        var again = new Fingerprint();
        walk(graph).walk(again);
        if (tree.counts().moved() > 0 || !again.value().equals(tree.fingerprint())) {
            return ManifestConsistency.MANIFEST_CONSISTENCY_FUZZY;
        }
        return stopped
                ? ManifestConsistency.MANIFEST_CONSISTENCY_STOPPED
                : ManifestConsistency.MANIFEST_CONSISTENCY_QUIESCED;
    }

    private CapturedTree read(
            GraphRow graph, @Nullable ParentSource parent, WriteSession session, CaptureProgress progress)
            throws IOException {
        var own = GraphPolicies.parse(graph.policy()).getCapture().getReadBytesPerSecond();
        var kept = limits.with(ReadRate.of(own));
        try (var capture = new TreeCapture(session, parent, OwnerNames.ofThisMachine(), progress, kept, clock)) {
            walk(graph).walk(capture);
            return capture.finish();
        }
    }

    /** A parent whose manifest is damaged or gone must not stand in the way of the snapshots after it. */
    private ReadSession openParent(SnapshotRow parent) throws ParentUnusableException {
        try {
            return store.openRead(parent.id());
        } catch (GraphkeepException e) {
            if (!UNUSABLE.contains(e.reason())) {
                throw e;
            }
            throw new ParentUnusableException(e.sentence(), e);
        }
    }

    private static SourceWalk walk(GraphRow graph) {
        return new SourceWalk(
                Path.of(Objects.requireNonNull(graph.sourcePath())),
                Excludes.of(graph.sourceExcludes()),
                graph.oneFileSystem());
    }
}
