package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;

/**
 * A pack that can be looked at.
 *
 * @param seenAt when all of it was last read, or written
 */
public record PackAgeRow(long number, long size, OffsetDateTime seenAt) {}
