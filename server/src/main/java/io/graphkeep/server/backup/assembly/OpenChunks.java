package io.graphkeep.server.backup.assembly;

import io.graphkeep.server.store.SegmentBytes;
import io.graphkeep.transfer.Segment;
import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of the chunks of the segment that is being filled, until it is closed and stored.
 *
 * <p>Bounded by what a segment can hold. A chunk that was not read, because its file had not changed, has none here: the
 * store knows it from the parent, and is asked first.
 */
final class OpenChunks implements SegmentBytes {
    private static final int KEPT = 8 << 20;
    private static final int UNREAD = -1;

    private final int[] starts = new int[Segment.MAX_CHUNKS];
    private final int[] lengths = new int[Segment.MAX_CHUNKS];
    private byte[] bytes = new byte[1 << 20];
    private int used;
    private int count;

    /** The next chunk of the segment, with its bytes. */
    void add(byte[] buffer, int offset, int length) {
        if (repeatsLast(buffer, offset, length)) {
            // Runs of zeros, mostly: a segment of them would take its whole length otherwise.
            starts[count] = starts[count - 1];
        } else {
            if (bytes.length - used < length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + length));
            }
            System.arraycopy(buffer, offset, bytes, used, length);
            starts[count] = used;
            used += length;
        }
        lengths[count++] = length;
    }

    /** The next chunk of the segment, known from the parent. */
    void addUnread() {
        lengths[count] = 0;
        starts[count++] = UNREAD;
    }

    /** The segment is stored: the next one begins. */
    void clear() {
        count = 0;
        used = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[1 << 20];
        }
    }

    @Override
    public void copyTo(int chunk, byte[] target, int offset) throws IOException {
        if (starts[chunk] == UNREAD) {
            throw new ParentUnusableException("a chunk that the parent has is not known to the store");
        }
        System.arraycopy(bytes, starts[chunk], target, offset, lengths[chunk]);
    }

    private boolean repeatsLast(byte[] buffer, int offset, int length) {
        if (count == 0 || starts[count - 1] == UNREAD || lengths[count - 1] != length) {
            return false;
        }
        var start = starts[count - 1];
        return Arrays.equals(bytes, start, start + length, buffer, offset, offset + length);
    }
}
