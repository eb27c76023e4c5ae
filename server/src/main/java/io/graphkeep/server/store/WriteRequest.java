package io.graphkeep.server.store;

import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to write which snapshot.
 *
 * @param operationId the operation that writes, with its attempt; null where a client's push does
 * @param parentSnapshotId the snapshot of the same graph whose segments are looked at first; null for none
 * @param stored told how many bytes the session has put into the store, whenever it has put a pack, on any thread; what it throws
 *     ends the session without a snapshot
 */
public record WriteRequest(
        UUID graphUid,
        UUID snapshotId,
        @Nullable UUID operationId,
        int attempt,
        @Nullable UUID parentSnapshotId,
        LongConsumer stored) {
    /** One that may put as much as it wants. */
    public WriteRequest(
            UUID graphUid, UUID snapshotId, @Nullable UUID operationId, int attempt, @Nullable UUID parentSnapshotId) {
        this(graphUid, snapshotId, operationId, attempt, parentSnapshotId, bytes -> {});
    }
}
