package io.graphkeep.server.store;

/**
 * What a capture knows of its snapshot beyond the manifest.
 *
 * @param partial whether something could not be read
 * @param skipped sockets, pipes and devices that were left out
 * @param createdBy who asked for it, for the record of the commit
 */
public record SnapshotTotals(boolean partial, long skipped, String createdBy) {}
