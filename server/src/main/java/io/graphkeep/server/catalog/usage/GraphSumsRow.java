package io.graphkeep.server.catalog.usage;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the snapshots of one graph add up to; those that are being made or deleted do not count.
 *
 * @param whole those that are COMPLETED or PARTIAL
 * @param newestCut of a COMPLETED one
 * @param snapshotSet stands for the snapshots that there are
 * @param uniqueBytes what they hold together, where it is known for just these snapshots
 * @param storedBytes what that takes of the store, known with it
 */
public record GraphSumsRow(
        UUID graphUid,
        String graphId,
        long snapshots,
        long whole,
        long corrupt,
        long logicalBytes,
        @Nullable OffsetDateTime oldestCut,
        @Nullable OffsetDateTime newestCut,
        String snapshotSet,
        @Nullable Long uniqueBytes,
        @Nullable Long storedBytes) {

    /** These sums, now that it is known what the snapshots hold together and take. */
    public GraphSumsRow holding(long unique, long stored) {
        return new GraphSumsRow(
                graphUid,
                graphId,
                snapshots,
                whole,
                corrupt,
                logicalBytes,
                oldestCut,
                newestCut,
                snapshotSet,
                unique,
                stored);
    }
}
