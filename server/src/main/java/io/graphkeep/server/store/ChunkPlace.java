package io.graphkeep.server.store;

/** Where a chunk lies, as a session knows it until its commit. */
public record ChunkPlace(long pack, int block, int chunk) {}
