package io.graphkeep.server.backup.receive;

import io.graphkeep.transfer.ChunkRef;
import io.graphkeep.v1.PushLimits;

/** What a push may bring at once; told to its sender, and held to. */
final class PushBounds {
    /** The name of how this version cuts. */
    static final String CHUNKER = "graphkeep-1";

    /** A frame becomes at most this many bytes, which the largest chunk fits into. */
    static final int DECOMPRESSED = ChunkRef.MAX_LENGTH;

    static final int OFFERED_SEGMENTS = 1_000;
    static final int OFFERED_CHUNKS = 8_192;

    /** Segments that are wanted and whose chunks were not offered yet. */
    static final int WANTED_SEGMENTS = 4 * OFFERED_SEGMENTS;

    /** Chunks that are wanted and did not come yet. */
    static final int WANTED_CHUNKS = 2 * OFFERED_CHUNKS;

    /** Chunks of segments that were listed and are not complete, wanted or not. */
    static final int LISTED_CHUNKS = 4 * OFFERED_CHUNKS;

    /** What did not shrink has some bytes more. */
    private static final int FRAME = DECOMPRESSED + (16 << 10);

    private static final long UNACKNOWLEDGED = 8L << 20;

    private PushBounds() {}

    static int frame() {
        return FRAME;
    }

    static PushLimits message() {
        return PushLimits.newBuilder()
                .setMaxFrameBytes(FRAME)
                .setMaxOfferSegments(OFFERED_SEGMENTS)
                .setMaxOfferChunks(OFFERED_CHUNKS)
                .setMaxUnacknowledgedBytes(UNACKNOWLEDGED)
                .setMaxDecompressedBytes(DECOMPRESSED)
                .setMaxChunkBytes(ChunkRef.MAX_LENGTH)
                .build();
    }
}
