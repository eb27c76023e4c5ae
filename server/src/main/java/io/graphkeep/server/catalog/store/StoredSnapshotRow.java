package io.graphkeep.server.catalog.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the store needs to know of a snapshot. The segments are a RoaringBitmap of their numbers in its portable form. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record StoredSnapshotRow(
        UUID id,
        UUID graphUid,
        String state,
        UUID sessionId,
        byte @Nullable [] manifestDigest,
        byte @Nullable [] segments) {}
