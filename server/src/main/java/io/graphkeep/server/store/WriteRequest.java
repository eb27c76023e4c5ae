package io.graphkeep.server.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to write which snapshot.
 *
 * @param operationId the operation that writes, with its attempt; null where a client's push does
 * @param parentSnapshotId the snapshot of the same graph whose segments are looked at first; null for none
 */
public record WriteRequest(
        UUID graphUid,
        UUID snapshotId,
        @Nullable UUID operationId,
        int attempt,
        @Nullable UUID parentSnapshotId) {}
