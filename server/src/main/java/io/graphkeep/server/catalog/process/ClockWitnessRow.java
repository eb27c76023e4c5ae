package io.graphkeep.server.catalog.process;

import java.time.OffsetDateTime;

/**
 * What a machine's clock showed while all was well.
 *
 * @param boot names the time since the machine was started
 * @param uptimeMs how long it had been up, which nobody can set
 */
public record ClockWitnessRow(String node, String boot, long uptimeMs, OffsetDateTime seenAt) {}
