package io.graphkeep.server.api;

import io.graphkeep.server.backup.DiffListener;
import io.graphkeep.server.backup.Diffs;
import io.graphkeep.server.backup.PathText;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.DiffSnapshotsRequest;
import io.graphkeep.v1.DiffSnapshotsResponse;
import io.graphkeep.v1.FileChange;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** The call that compares snapshots. What is out of a caller's scope is not there. */
final class DiffCalls {
    private static final int LONGEST_PREFIX = 3 * TreePath.MAX_BYTES;

    private final Diffs diffs;

    DiffCalls(Diffs diffs) {
        this.diffs = diffs;
    }

    void addTo(ServiceMethods service) {
        service.streaming(BackupServiceGrpc.getDiffSnapshotsMethod(), this::diff);
    }

    private void diff(Call call, DiffSnapshotsRequest request, Outflow<DiffSnapshotsResponse> out)
            throws InterruptedException {
        var prefix = PathText.parse(request.getPathPrefix());
        var graph = request.getGraphId();
        var checks = new Validation()
                .snapshotId("from_snapshot_id", request.getFromSnapshotId(), graph)
                .optionalGraphId("graph_id", graph)
                .text("path_prefix", request.getPathPrefix(), 0, LONGEST_PREFIX)
                .check("path_prefix", prefix != null, "a percent sign begins %XX")
                .check("values", request.getSemantic() || !request.getValues(), "it belongs to a semantic comparison");
        if (request.getToSnapshotId().equals(Diffs.LIVE)) {
            checks.check("graph_id", !graph.isEmpty(), "it is required where a side is `live`");
        } else {
            checks.snapshotId("to_snapshot_id", request.getToSnapshotId(), graph);
        }
        checks.check();
        if (!graph.isEmpty()) {
            call.requireGraph(graph);
        }
        if (request.getSemantic()) {
            throw new GraphkeepException(
                            Reason.NOT_IMPLEMENTED,
                            "Comparing documents, entities and relations is not built yet; leave `semantic` out to"
                                    + " compare files.")
                    .with("field", "semantic");
        }
        var listener = new Sender(out, request.getSummaryOnly());
        var summary = diffs.compare(call.principal(), request, Objects.requireNonNull(prefix), listener);
        out.send(DiffSnapshotsResponse.newBuilder().setSummary(summary).build());
    }

    /** Sends each path when the reader has room for it. */
    private record Sender(Outflow<DiffSnapshotsResponse> out, boolean summaryOnly) implements DiffListener {
        @Override
        public void changed(FileChange change) throws InterruptedException {
            if (!summaryOnly) {
                out.send(DiffSnapshotsResponse.newBuilder().setFile(change).build());
            }
        }

        @Override
        public void checkCancelled() {
            if (out.isCancelled()) {
                throw new CancellationException("The reader went away");
            }
        }
    }
}
