package io.graphkeep.transfer;

import java.io.IOException;
import java.security.MessageDigest;

/**
 * Groups a sequence of chunks into segments: content decides where one ends, so that equal stretches give equal segments.
 *
 * <p>A segment ends after a chunk whose id says so (one in 48, from the 16th chunk on), after 256 chunks, and where a file of
 * 1 MiB or more begins or ends. What comes after an end does not depend on what came before it: a cutter may begin at any
 * end of an older sequence. Not thread-safe.
 */
public final class SegmentCutter {
    /** Files of this size or more have segments of their own. */
    public static final long LARGE_FILE = 1 << 20;

    private static final int MIN_CHUNKS = 16;
    private static final long ENDING_PREFIX = (1L << 32) / 48;

    private final SegmentSink sink;
    private final MessageDigest digest = ContentId.newDigest();
    private final int[] heads = new int[Segment.MAX_CHUNKS];
    private final byte[] ids = new byte[Segment.MAX_CHUNKS * ContentId.BYTES];
    private int count;
    private boolean large;

    public SegmentCutter(SegmentSink sink) {
        this.sink = sink;
    }

    /** The chunks that follow are those of a file of this size; a size that is not known counts as small. */
    public void fileBegins(long size) throws IOException {
        large = size >= LARGE_FILE;
        if (large) {
            cut();
        }
    }

    /** Adds the next chunk. */
    public void add(ChunkRef chunk) throws IOException {
        chunk.id().copyTo(ids, count * ContentId.BYTES);
        added(chunk.length(), chunk.encoding(), chunk.kind());
    }

    /** Adds the next chunk, whose id stands at the offset. */
    public void add(byte[] id, int offset, int length, Encoding encoding, Kind kind) throws IOException {
        System.arraycopy(id, offset, ids, count * ContentId.BYTES, ContentId.BYTES);
        added(length, encoding, kind);
    }

    /** The file that began last has no more chunks. */
    public void fileEnds() throws IOException {
        if (large) {
            cut();
        }
        large = false;
    }

    /** Whether the last chunk ended a segment, or none was added yet. */
    public boolean atBoundary() {
        return count == 0;
    }

    /** Ends the open segment here, if there is one; also how the sequence ends. */
    public void cut() throws IOException {
        if (count > 0) {
            var segment = Segment.of(digest, heads, ids, count);
            count = 0;
            sink.accept(segment);
        }
    }

    private void added(int length, Encoding encoding, Kind kind) throws IOException {
        heads[count] = Segment.head(length, encoding, kind);
        count++;
        if (count == Segment.MAX_CHUNKS || (count >= MIN_CHUNKS && endsSegment((count - 1) * ContentId.BYTES))) {
            cut();
        }
    }

    private boolean endsSegment(int offset) {
        var prefix = ((ids[offset] & 0xFFL) << 24)
                | ((ids[offset + 1] & 0xFFL) << 16)
                | ((ids[offset + 2] & 0xFFL) << 8)
                | (ids[offset + 3] & 0xFFL);
        return prefix < ENDING_PREFIX;
    }
}
