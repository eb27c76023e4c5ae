package io.graphkeep.server.catalog.store;

/**
 * Packs by what they are good for.
 *
 * @param condemnedBytes of all that cleanups will remove: what nothing needs any more, and what aborted writers have left
 * @param orphans announced by sessions that ended without committing them
 */
public record PackCounts(long live, long liveBytes, long condemned, long condemnedBytes, long deleting, long orphans) {}
