package io.graphkeep.server.catalog.graph;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell how well one graph is backed up.
 *
 * @param nodeLives whether a server runs on the node of its source; true where it has none
 * @param toldOffline whether the event log was told last that its source cannot be reached
 * @param newestState that of its newest snapshot by cut time, if that can be restored at least in part, or is damaged
 * @param completedCut the cut time of the newest one that is COMPLETED
 * @param nextRun when its schedule comes round next; null where it has none
 * @param lastRun when its schedule came round last
 * @param capturing whether a capture or push waits or runs
 * @param endedState how the newest capture or push that was not cancelled has ended
 * @param endedError why it failed, a serialized {@code google.rpc.Status}
 */
@SuppressWarnings("ArrayRecordComponent") // bytea as it is read; rows are never compared
public record GraphStandingRow(
        UUID uid,
        String id,
        @Nullable String sourcePath,
        @Nullable String sourceNode,
        OffsetDateTime createdAt,
        boolean nodeLives,
        boolean toldOffline,
        @Nullable UUID newestId,
        @Nullable String newestState,
        @Nullable OffsetDateTime newestCut,
        @Nullable OffsetDateTime completedCut,
        @Nullable OffsetDateTime nextRun,
        @Nullable OffsetDateTime lastRun,
        boolean capturing,
        @Nullable String endedState,
        @Nullable OffsetDateTime endedAt,
        byte @Nullable [] endedError) {}
