package io.graphkeep.server.catalog.schedule;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When a graph is captured by itself, as the catalog has it.
 *
 * @param schedule the schedule in force as JSON, defaults filled in
 * @param anchorAt where intervals are counted from
 * @param plannedAt the next run as the schedule names it; null for never
 * @param startAt the same with its jitter
 * @param lastPlannedAt the newest run that was due
 * @param lastRunAt when it was taken up
 * @param lastOperationId its capture
 * @param skipped how many runs in a row have found another capture running
 */
public record ScheduleRow(
        UUID graphUid,
        String schedule,
        String timeZone,
        OffsetDateTime anchorAt,
        @Nullable OffsetDateTime plannedAt,
        @Nullable OffsetDateTime startAt,
        @Nullable OffsetDateTime lastPlannedAt,
        @Nullable OffsetDateTime lastRunAt,
        @Nullable UUID lastOperationId,
        int skipped) {

    /** Whether it follows the same schedule. */
    public boolean follows(String otherSchedule, String otherZone) {
        return schedule.equals(otherSchedule) && timeZone.equals(otherZone);
    }
}
