package io.graphkeep.server.store;

/**
 * What the snapshots of a graph hold together.
 *
 * @param plain before compression; what several of them share counts once
 * @param stored what it takes of the store: of each pack the share that its chunks are of the pack's chunks
 */
public record HeldBytes(long plain, long stored) {}
