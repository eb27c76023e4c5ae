package io.graphkeep.server.api;

import io.graphkeep.server.backup.receive.Uploads;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.monitoring.TransferFigures;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.UploadHeader;
import io.graphkeep.v1.UploadSnapshotRequest;
import io.graphkeep.v1.UploadSnapshotResponse;
import org.jspecify.annotations.Nullable;

/** The call that makes a snapshot of files which its caller sends. */
final class UploadCalls {
    private static final int LONGEST_NOTE = 1024;

    private final Uploads uploads;
    private final Idempotency idempotency;
    private final TransferLimits limits;
    private final TransferFigures figures;

    UploadCalls(Uploads uploads, Idempotency idempotency, TransferLimits limits, TransferFigures figures) {
        this.uploads = uploads;
        this.idempotency = idempotency;
        this.limits = limits;
        this.figures = figures;
    }

    void addTo(ServiceMethods service) {
        service.receiving(BackupServiceGrpc.getUploadSnapshotMethod(), limits, this::upload);
    }

    private UploadSnapshotResponse upload(Call call, Inflow<UploadSnapshotRequest> in) throws Exception {
        var header = header(in);
        new Validation()
                .graphId("header.graph_id", header.getGraphId())
                .labels("header.labels", header.getLabelsMap())
                .text("header.description", header.getDescription(), 0, LONGEST_NOTE)
                .check();
        call.requireGraph(header.getGraphId());
        var known = idempotency.answered(call, header, UploadSnapshotResponse.getDefaultInstance());
        if (known.isPresent()) {
            return known.get();
        }
        try (var transfer = figures.begin(TransferFigures.Way.UPLOAD)) {
            var snapshot = uploads.upload(
                    call.principal(),
                    header,
                    () -> counted(in.next(), transfer),
                    (transaction, made) -> idempotency.answer(
                            transaction,
                            call,
                            header,
                            UploadSnapshotResponse.newBuilder()
                                    .setSnapshot(made)
                                    .build()));
            transfer.completed();
            return UploadSnapshotResponse.newBuilder().setSnapshot(snapshot).build();
        }
    }

    private static @Nullable UploadSnapshotRequest counted(
            @Nullable UploadSnapshotRequest frame, TransferFigures.Transfer transfer) {
        if (frame != null) {
            transfer.moved(frame.getData().size());
        }
        return frame;
    }

    private static UploadHeader header(Inflow<UploadSnapshotRequest> in) throws InterruptedException {
        var first = in.next();
        if (first == null || !first.hasHeader()) {
            throw new GraphkeepException(
                    Reason.PROTOCOL_VIOLATION, "An upload begins with its header, and something else came first.");
        }
        return first.getHeader();
    }
}
