package io.graphkeep.server.catalog.schedule;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When something is done for a graph by itself, as the catalog has it.
 *
 * @param purpose what it starts
 * @param schedule the schedule in force as JSON, defaults filled in
 * @param anchorAt where intervals are counted from
 * @param plannedAt the next run as the schedule names it; null for never
 * @param startAt the same with its jitter
 * @param lastPlannedAt the newest run that was due
 * @param lastRunAt when it was taken up
 * @param lastOperationId what it started
 * @param skipped how many runs in a row could not be started
 */
public record ScheduleRow(
        UUID graphUid,
        Purpose purpose,
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
