package io.graphkeep.transfer;

/**
 * Finds the place of each chunk of one file from the list alone: give it the chunks in order, each with whether a base64 run
 * goes on after it.
 *
 * <p>Decoded bytes {@code [a, b)} of a run add the characters {@code [⌊4a/3⌋, ⌊4b/3⌋)} of its text, and the last ones of a
 * run those up to {@code 4⌈b/3⌉}.
 */
public final class FileLayout {
    private long offset;
    private long run;

    /** Places the next chunk; {@code runGoesOn} tells that it and the next are both base64. */
    public PlacedChunk place(SegmentId segment, int index, ChunkRef chunk, boolean runGoesOn) {
        var start = offset;
        var length = chunk.length();
        if (chunk.encoding() == Encoding.RAW) {
            offset += length;
            return new PlacedChunk(segment, index, chunk, start, length, 0, false);
        }
        var from = run;
        var to = from + length;
        var end = runGoesOn ? (to / 3 * 4) + (to % 3) : (to + 2) / 3 * 4;
        var output = (int) (end - (from / 3 * 4 + from % 3));
        run = runGoesOn ? to : 0;
        offset += output;
        return new PlacedChunk(segment, index, chunk, start, output, (int) (from % 3), !runGoesOn);
    }

    /** The bytes of the file that the chunks placed so far make. */
    public long size() {
        return offset;
    }
}
