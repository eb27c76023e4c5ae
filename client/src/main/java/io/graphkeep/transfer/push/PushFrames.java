package io.graphkeep.transfer.push;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.graphkeep.v1.PushData;
import io.graphkeep.v1.PushLimits;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Makes frames of chunks, and keeps account of those that the server has not acknowledged. */
final class PushFrames implements AutoCloseable {
    private static final int FRAME = 512 << 10;
    /** Small chunks: their names have many more bytes than they. */
    private static final int MOST_CHUNKS = 1024;

    private final long mostUnacknowledged;
    private final int most;
    /** Made when there is something to compress. */
    private @Nullable ZstdCompressCtx zstd;

    private final FrameCompression compression = new FrameCompression();
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private PushData.Builder open = PushData.newBuilder();
    private byte[] bytes = new byte[0];
    private int used;
    private long sequence;
    private long unacknowledged;

    private record Sent(long sequence, int bytes) {}

    /** The next frame is the one after this. */
    PushFrames(long sequence, PushLimits limits) {
        this.sequence = sequence;
        this.mostUnacknowledged = limits.getMaxUnacknowledgedBytes();
        this.most = limits.getMaxDecompressedBytes();
    }

    boolean fits(int length) {
        return used == 0 || (used + length <= Math.min(FRAME, most) && open.getChunkIdsCount() < MOST_CHUNKS);
    }

    void add(byte[] id, byte[] source, int offset, int length) {
        if (bytes.length - used < length) {
            var larger = new byte[Math.max(FRAME, used + length)];
            System.arraycopy(bytes, 0, larger, 0, used);
            bytes = larger;
        }
        System.arraycopy(source, offset, bytes, used, length);
        used += length;
        open.addChunkIds(ByteString.copyFrom(id)).addChunkLengths(length);
    }

    boolean hasAny() {
        return used > 0;
    }

    boolean isFull() {
        return used >= FRAME || open.getChunkIdsCount() >= MOST_CHUNKS;
    }

    boolean isTooMuchUnacknowledged() {
        return unacknowledged >= mostUnacknowledged / 2;
    }

    /** The frame of what was added. */
    PushData next() {
        compression.sent(used, System.nanoTime());
        var payload = compression.isCompressed() ? compressed() : StoredPayload.of(bytes, used);
        var frame = open.setSequence(++sequence).setPayload(payload).build();
        sent.add(new Sent(sequence, payload.size()));
        unacknowledged += payload.size();
        open = PushData.newBuilder();
        used = 0;
        return frame;
    }

    private ByteString compressed() {
        if (zstd == null) {
            zstd = new ZstdCompressCtx().setLevel(1);
        }
        var packed = new byte[(int) Zstd.compressBound(used)];
        var length = zstd.compressByteArray(packed, 0, packed.length, bytes, 0, used);
        return UnsafeByteOperations.unsafeWrap(packed, 0, length);
    }

    void acknowledged(long upTo) {
        while (!sent.isEmpty() && sent.element().sequence() <= upTo) {
            unacknowledged -= sent.remove().bytes();
        }
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
        }
    }
}
