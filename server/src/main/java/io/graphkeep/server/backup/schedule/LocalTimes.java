package io.graphkeep.server.backup.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * What a change of the clocks does to local times: those that it skips come together at its instant, those that it repeats
 * come the first time only.
 *
 * <p>So a skipped hour runs once, a repeated one does not run twice, and the order of local times stays the order of their
 * instants.
 */
final class LocalTimes {
    private static final long A_MOMENT = 1;

    private final ZoneId zone;

    LocalTimes(ZoneId zone) {
        this.zone = zone;
    }

    /** The local time from which on the runs after an instant are to be looked for: behind what the clocks are repeating. */
    LocalDateTime lookFrom(Instant after) {
        var local = LocalDateTime.ofInstant(after, zone);
        var change = zone.getRules().getTransition(local);
        var isSecondPass = change != null && change.isOverlap() && !after.isBefore(change.getInstant());
        return isSecondPass ? change.getDateTimeBefore().minusNanos(A_MOMENT) : local;
    }

    Instant instant(LocalDateTime local) {
        var change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : ZonedDateTime.ofLocal(local, zone, null)
                        .withEarlierOffsetAtOverlap()
                        .toInstant();
    }
}
