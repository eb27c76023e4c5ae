package io.graphkeep.server.store;

import io.graphkeep.transfer.SegmentId;

/** The list of a segment that is stored. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record DescriptorToStore(SegmentId id, byte[] bytes) implements ChunkToStore {
    @Override
    public int length() {
        return bytes.length;
    }

    @Override
    public void copyId(byte[] target, int offset) {
        id.copyTo(target, offset);
    }

    @Override
    public void copyBytes(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }
}
