package io.graphkeep.server.store;

import io.graphkeep.transfer.Segment;
import java.io.IOException;

/** A chunk of a segment that is stored. */
record ChunkOfSegment(Segment segment, int chunk, SegmentBytes bytes) implements ChunkToStore {
    @Override
    public int length() {
        return segment.length(chunk);
    }

    @Override
    public void copyId(byte[] target, int offset) {
        segment.copyChunkId(chunk, target, offset);
    }

    @Override
    public void copyBytes(byte[] target, int offset) throws IOException {
        bytes.copyTo(chunk, target, offset);
    }
}
