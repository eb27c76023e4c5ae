package io.graphkeep.server.backup.receive;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ChunkRef;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.v1.PushData;
import java.io.IOException;

/** Takes frames of chunks apart. What they say of themselves is believed only where it is within bounds and comes true. */
final class PushedFrame implements AutoCloseable {
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final byte[] bytes = new byte[PushBounds.DECOMPRESSED];

    /** Takes the chunks of a frame, one after the other. */
    @FunctionalInterface
    interface Chunks {
        void accept(ChunkId called, byte[] source, int offset, int length) throws IOException;
    }

    /** Gives the chunks of a frame; returns how many bytes they have. */
    int open(PushData data, Chunks chunks) throws IOException {
        var expected = length(data);
        var packed = data.getPayload().toByteArray();
        if (packed.length > PushBounds.frame()) {
            throw EntryRefusal.outOfOrder("A frame has a payload of " + packed.length + " bytes, and at most "
                    + PushBounds.frame() + " are taken.");
        }
        if (decompressed(packed) != expected) {
            throw EntryRefusal.outOfOrder(
                    "A frame does not become the " + expected + " bytes that its chunks are said to have.");
        }
        var at = 0;
        for (var i = 0; i < data.getChunkIdsCount(); i++) {
            var length = data.getChunkLengths(i);
            chunks.accept(ChunkId.fromBytes(data.getChunkIds(i).toByteArray()), bytes, at, length);
            at += length;
        }
        return expected;
    }

    private static int length(PushData data) {
        if (data.getChunkIdsCount() != data.getChunkLengthsCount() || data.getChunkIdsCount() == 0) {
            throw EntryRefusal.outOfOrder("A frame names " + data.getChunkIdsCount() + " chunks and "
                    + data.getChunkLengthsCount() + " lengths.");
        }
        var sum = 0L;
        for (var i = 0; i < data.getChunkIdsCount(); i++) {
            var length = data.getChunkLengths(i);
            if (length < 1
                    || length > ChunkRef.MAX_LENGTH
                    || data.getChunkIds(i).size() != ContentId.BYTES) {
                throw EntryRefusal.outOfOrder("A frame has a chunk of " + length + " bytes, named by "
                        + data.getChunkIds(i).size() + ".");
            }
            sum += length;
        }
        if (sum > PushBounds.DECOMPRESSED) {
            throw EntryRefusal.outOfOrder("A frame has chunks of " + sum + " bytes, and at most "
                    + PushBounds.DECOMPRESSED + " are taken in one.");
        }
        return (int) sum;
    }

    private int decompressed(byte[] packed) {
        try {
            return zstd.decompressByteArray(bytes, 0, bytes.length, packed, 0, packed.length);
        } catch (ZstdException e) {
            throw EntryRefusal.outOfOrder("A frame's payload is not one zstd frame of at most "
                    + PushBounds.DECOMPRESSED + " bytes: " + e.getMessage() + ".");
        }
    }

    @Override
    public void close() {
        zstd.close();
    }
}
