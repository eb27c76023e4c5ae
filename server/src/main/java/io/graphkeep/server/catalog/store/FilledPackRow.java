package io.graphkeep.server.catalog.store;

/**
 * How much a pack holds.
 *
 * @param chunks 0 where it is not known
 */
public record FilledPackRow(long number, long size, long chunks) {}
