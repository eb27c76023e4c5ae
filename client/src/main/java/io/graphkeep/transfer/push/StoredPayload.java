package io.graphkeep.transfer.push;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A zstd frame that holds bytes as they are, in raw blocks (RFC 8878): made and read at the speed of copying. */
final class StoredPayload {
    private static final int MAGIC = 0xFD2FB528;
    /** One segment, whose size follows in four bytes. */
    private static final byte DESCRIPTOR = (byte) 0xA0;

    private static final int HEADER = Integer.BYTES + 1 + Integer.BYTES;
    private static final int BLOCK = 128 << 10;
    private static final int BLOCK_HEADER = 3;

    private StoredPayload() {}

    /** The frame of the first so many bytes, of which there is at least one. */
    static ByteString of(byte[] bytes, int length) {
        var blocks = (length + BLOCK - 1) / BLOCK;
        var frame = ByteBuffer.allocate(HEADER + blocks * BLOCK_HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(MAGIC).put(DESCRIPTOR).putInt(length);
        for (var at = 0; at < length; at += BLOCK) {
            var size = Math.min(BLOCK, length - at);
            var isLast = at + size == length ? 1 : 0;
            var header = size << 3 | isLast;
            frame.put((byte) header).put((byte) (header >> 8)).put((byte) (header >> 16));
            frame.put(bytes, at, size);
        }
        return UnsafeByteOperations.unsafeWrap(frame.array());
    }
}
