package io.graphkeep.server.catalog.store;

/**
 * Packs by what they are good for.
 *
 * @param orphans announced by sessions that ended without committing them
 */
public record PackCounts(long live, long liveBytes, long condemned, long condemnedBytes, long deleting, long orphans) {}
