package io.graphkeep.server.catalog.graph;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a graph's snapshots and captures.
 *
 * @param snapshots how many there are, but for those being made or deleted
 * @param latestId the newest COMPLETED by cut time
 * @param captureId the capture or push that waits or runs
 * @param lastError the error of the newest capture that came to an end, a serialized {@code google.rpc.Status}; null where it
 *     succeeded
 * @param nextCapture when its schedule comes round next
 * @param lastScheduled when its schedule came round last
 * @param lastScheduledOperation the capture that it started then; null where another was running
 * @param nextVerify when its newest snapshot is verified next
 * @param lastVerify when it last came to that
 * @param lastVerifyOperation the verification that was started then; null where none was
 */
@SuppressWarnings("ArrayRecordComponent") // bytea as it is read; rows are never compared
public record GraphSummaryRow(
        UUID graphUid,
        long snapshots,
        @Nullable UUID latestId,
        @Nullable OffsetDateTime latestCut,
        long latestBytes,
        @Nullable UUID captureId,
        byte @Nullable [] lastError,
        @Nullable OffsetDateTime nextCapture,
        @Nullable OffsetDateTime lastScheduled,
        @Nullable UUID lastScheduledOperation,
        @Nullable OffsetDateTime nextVerify,
        @Nullable OffsetDateTime lastVerify,
        @Nullable UUID lastVerifyOperation) {

    /** The same without what a schedule of captures did and will do. */
    public GraphSummaryRow withoutCaptures() {
        return new GraphSummaryRow(
                graphUid,
                snapshots,
                latestId,
                latestCut,
                latestBytes,
                captureId,
                lastError,
                null,
                null,
                null,
                nextVerify,
                lastVerify,
                lastVerifyOperation);
    }

    /** Of a graph of which nothing is known. */
    public static GraphSummaryRow none(UUID graphUid) {
        return new GraphSummaryRow(graphUid, 0, null, null, 0, null, null, null, null, null, null, null, null);
    }
}
