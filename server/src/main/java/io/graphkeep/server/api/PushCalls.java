package io.graphkeep.server.api;

import io.graphkeep.server.backup.receive.Pushes;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.monitoring.TransferFigures;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.PushCommit;
import io.graphkeep.v1.PushCommitted;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The call that makes a snapshot of segments, of which its caller sends what is new. */
final class PushCalls {
    private static final int LONGEST_NOTE = 1024;
    private static final int LONGEST_CHUNKER = 64;

    private final Pushes pushes;
    private final Idempotency idempotency;
    private final TransferLimits limits;
    private final TransferFigures figures;

    PushCalls(Pushes pushes, Idempotency idempotency, TransferLimits limits, TransferFigures figures) {
        this.pushes = pushes;
        this.idempotency = idempotency;
        this.limits = limits;
        this.figures = figures;
    }

    void addTo(ServiceMethods service) {
        service.conversing(BackupServiceGrpc.getPushSnapshotMethod(), limits, this::push);
    }

    private void push(Call call, Inflow<PushSnapshotRequest> in, Outflow<PushSnapshotResponse> out) throws Exception {
        var open = open(in);
        new Validation()
                .graphId("open.graph_id", open.getGraphId())
                .optionalId("open.session_id", open.getSessionId())
                .text("open.chunker", open.getChunker(), 1, LONGEST_CHUNKER)
                .check();
        call.requireGraph(open.getGraphId());
        try (var transfer = figures.begin(TransferFigures.Way.PUSH)) {
            pushes.push(
                    call.principal(),
                    open,
                    () -> counted(in.next(), transfer),
                    frame -> {
                        out.send(frame);
                        transfer.moved(frame.getRecords().getPayload().size());
                    },
                    new Answered(call));
            transfer.completed();
        }
    }

    private static @Nullable PushSnapshotRequest counted(
            @Nullable PushSnapshotRequest frame, TransferFigures.Transfer transfer) {
        if (frame != null) {
            transfer.moved(frame.getData().getPayload().size());
        }
        return frame;
    }

    private static PushOpen open(Inflow<PushSnapshotRequest> in) throws InterruptedException {
        var first = in.next();
        if (first == null || !first.hasOpen()) {
            throw new GraphkeepException(
                    Reason.PROTOCOL_VIOLATION, "A push begins with its open frame, and something else came first.");
        }
        return first.getOpen();
    }

    /** Commits that carry a request id. */
    private final class Answered implements Pushes.Memory {
        private final Call call;

        private Answered(Call call) {
            this.call = call;
        }

        @Override
        public Optional<PushCommitted> answered(PushCommit commit) {
            new Validation()
                    .labels("commit.labels", commit.getLabelsMap())
                    .text("commit.description", commit.getDescription(), 0, LONGEST_NOTE)
                    .check();
            return idempotency.answered(call, commit, PushCommitted.getDefaultInstance());
        }

        @Override
        public void remember(Transaction transaction, PushCommit commit, PushCommitted answer) {
            idempotency.answer(transaction, call, commit, answer);
        }
    }
}
