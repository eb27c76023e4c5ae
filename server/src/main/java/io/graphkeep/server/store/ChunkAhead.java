package io.graphkeep.server.store;

import io.graphkeep.transfer.ContentId;
import java.io.IOException;

/** A chunk that is stored before its segment is known. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ChunkAhead(byte[] ids, int chunk, int length, SegmentBytes bytes) implements ChunkToStore {
    @Override
    public void copyId(byte[] target, int offset) {
        System.arraycopy(ids, chunk * ContentId.BYTES, target, offset, ContentId.BYTES);
    }

    @Override
    public void copyBytes(byte[] target, int offset) throws IOException {
        bytes.copyTo(chunk, target, offset);
    }
}
