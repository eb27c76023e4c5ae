package io.graphkeep.transfer.push;

import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.util.Arrays;
import java.util.List;

/** The bytes of the chunks of the segment that is open. */
final class SegmentBytes {
    private static final int KEPT = 4 << 20;

    private byte[] bytes = new byte[256 << 10];
    private int used;

    void add(byte[] source, int offset, int length) {
        if (bytes.length - used < length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + length));
        }
        System.arraycopy(source, offset, bytes, used, length);
        used += length;
    }

    /** The segment is complete, and the next one begins. */
    PushedSegment close(Segment segment, boolean tree, List<SegmentId> near) {
        var closed = new PushedSegment(segment, Arrays.copyOf(bytes, used), tree, near);
        clear();
        return closed;
    }

    /** The segment is complete, and its bytes are not wanted. */
    void clear() {
        used = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[256 << 10];
        }
    }
}
