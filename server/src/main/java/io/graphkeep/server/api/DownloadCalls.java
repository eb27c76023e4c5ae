package io.graphkeep.server.api;

import io.graphkeep.server.backup.Downloads;
import io.graphkeep.server.backup.download.Frames;
import io.graphkeep.server.monitoring.TransferFigures;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.DownloadFormat;
import io.graphkeep.v1.DownloadHeader;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import java.util.concurrent.CancellationException;

/** The call that sends the files of a snapshot. What is out of a caller's scope is not there. */
final class DownloadCalls {
    private final Downloads downloads;
    private final TransferLimits limits;
    private final TransferFigures figures;

    DownloadCalls(Downloads downloads, TransferLimits limits, TransferFigures figures) {
        this.downloads = downloads;
        this.limits = limits;
        this.figures = figures;
    }

    void addTo(ServiceMethods service) {
        service.streaming(BackupServiceGrpc.getDownloadSnapshotMethod(), Outflow.Pace.of(limits), this::download);
    }

    private void download(Call call, DownloadSnapshotRequest request, Outflow<DownloadSnapshotResponse> out)
            throws InterruptedException {
        check(request);
        if (!request.getGraphId().isEmpty()) {
            call.requireGraph(request.getGraphId());
        }
        var snapshot = downloads.look(call.principal(), request);
        try (var transfer = figures.begin(TransferFigures.Way.DOWNLOAD)) {
            out.send(DownloadSnapshotResponse.newBuilder()
                    .setHeader(DownloadHeader.newBuilder().setSnapshot(Veil.over(snapshot, call.principal())))
                    .build());
            downloads.send(snapshot, request, new Sender(out, transfer));
            transfer.completed();
        }
    }

    private static void check(DownloadSnapshotRequest request) {
        var checks = new Validation()
                .snapshotId("snapshot_id", request.getSnapshotId(), request.getGraphId())
                .optionalGraphId("graph_id", request.getGraphId())
                .check("format", request.getFormat() != DownloadFormat.UNRECOGNIZED, "this server does not know it")
                .check("resume_offset", request.getResumeOffset() >= 0, "it must not be negative")
                .check(
                        "resume_offset",
                        request.getResumeOffset() <= 0
                                || !request.getResumePath().isEmpty(),
                        "it belongs to a resume_path")
                .check(
                        "resume_path",
                        request.getFormat() != DownloadFormat.DOWNLOAD_FORMAT_TAR
                                || request.getResumePath().isEmpty(),
                        "an archive cannot be resumed: it begins anew, or comes as files");
        PathChecks.each(checks, "paths", request.getPathsList());
        PathChecks.optional(checks, "resume_path", request.getResumePath());
        checks.check();
    }

    /** Sends each frame when the reader has room for it: the transport has copied it then. */
    private record Sender(Outflow<DownloadSnapshotResponse> out, TransferFigures.Transfer transfer) implements Frames {
        @Override
        public void send(DownloadSnapshotResponse frame) throws InterruptedException {
            out.send(frame);
            transfer.moved(frame.getData().size());
        }

        @Override
        public void checkReader() {
            if (out.isCancelled()) {
                throw new CancellationException("The reader went away");
            }
        }
    }
}
