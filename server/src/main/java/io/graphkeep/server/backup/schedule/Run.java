package io.graphkeep.server.backup.schedule;

import java.time.Instant;

/**
 * One run of a schedule.
 *
 * @param planned when the schedule names it, which tells it from the others
 * @param start when it begins, with its jitter
 */
public record Run(Instant planned, Instant start) {}
