package io.graphkeep.server.catalog.operation;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One operation as the catalog has it.
 *
 * @param node the node that alone can run it; null where any can
 * @param parameters what was asked for, a serialized message of the handler's own
 * @param checkpoint how far it came, in the handler's own form
 * @param attempt how often it was claimed; the fencing token of the present claimer
 * @param processId the process that claimed it last
 * @param runsOn the node of that process
 * @param result a serialized {@code google.protobuf.Any}
 * @param error a serialized {@code google.rpc.Status}
 * @param version grows with every change that a reader could see
 */
@SuppressWarnings("ArrayRecordComponent") // bytea as it is read and written; rows are never compared
public record OperationRow(
        UUID id,
        String kind,
        OperationState state,
        @Nullable UUID graphUid,
        @Nullable String graphId,
        @Nullable UUID snapshotId,
        @Nullable String node,
        byte[] parameters,
        byte @Nullable [] checkpoint,
        int attempt,
        @Nullable UUID processId,
        @Nullable String runsOn,
        @Nullable OffsetDateTime leaseUntil,
        OffsetDateTime notBefore,
        boolean cancelRequested,
        long bytesDone,
        long bytesTotal,
        long filesDone,
        long filesTotal,
        String step,
        byte @Nullable [] result,
        byte @Nullable [] error,
        long version,
        OffsetDateTime createdAt,
        String createdBy,
        @Nullable OffsetDateTime startedAt,
        @Nullable OffsetDateTime endedAt) {

    public ProgressRow progress() {
        return new ProgressRow(bytesDone, bytesTotal, filesDone, filesTotal, step);
    }

    /** The same row with progress that has not been written yet. */
    public OperationRow with(ProgressRow now) {
        return new OperationRow(
                id,
                kind,
                state,
                graphUid,
                graphId,
                snapshotId,
                node,
                parameters,
                checkpoint,
                attempt,
                processId,
                runsOn,
                leaseUntil,
                notBefore,
                cancelRequested,
                now.bytesDone(),
                now.bytesTotal(),
                now.filesDone(),
                now.filesTotal(),
                now.step(),
                result,
                error,
                version,
                createdAt,
                createdBy,
                startedAt,
                endedAt);
    }
}
