package io.graphkeep.server.store;

import java.io.IOException;

/** A chunk on its way into a block. */
interface ChunkToStore {
    int length();

    void copyId(byte[] target, int offset);

    void copyBytes(byte[] target, int offset) throws IOException;
}
