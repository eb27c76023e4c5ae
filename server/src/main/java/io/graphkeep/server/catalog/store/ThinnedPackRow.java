package io.graphkeep.server.catalog.store;

import org.jspecify.annotations.Nullable;

/**
 * A pack in which something has died.
 *
 * @param chunks how many it has; null for one that was put before that was counted
 */
public record ThinnedPackRow(
        long number, long size, @Nullable Integer chunks) {}
