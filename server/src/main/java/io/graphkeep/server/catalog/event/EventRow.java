package io.graphkeep.server.catalog.event;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of the event log as it was written, with its number. */
public record EventRow(
        long sequence,
        OffsetDateTime at,
        String kind,
        String severity,
        @Nullable UUID graphUid,
        @Nullable String graphId,
        @Nullable UUID snapshotId,
        @Nullable UUID targetId,
        @Nullable UUID recoveryPointId,
        @Nullable UUID failoverId,
        @Nullable UUID operationId,
        String actor,
        String sentence,
        Map<String, String> details) {}
