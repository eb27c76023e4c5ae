package io.graphkeep.server.store;

import java.io.IOException;

/** Gives the bytes of a segment's chunks, in any order, until the call that it was given to returns. */
@FunctionalInterface
public interface SegmentBytes {
    /** Writes a chunk's bytes, as long as the segment says, at the offset. */
    void copyTo(int chunk, byte[] target, int offset) throws IOException;
}
