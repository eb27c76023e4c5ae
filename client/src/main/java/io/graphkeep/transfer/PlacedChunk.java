package io.graphkeep.transfer;

/**
 * A chunk of a file with its place there: all that is needed to write it without its neighbours, but for the one character
 * that it may share with each of them inside a base64 run.
 *
 * @param segment the segment that lists it
 * @param index its place in that segment's list
 * @param chunk the line of the list
 * @param offset where its first character stands in the file; inside a run that may be one shared with the chunk before
 * @param outputLength how many bytes of the file it adds; a character shared with the chunk after counts there, padding here
 * @param phase how many bytes of its base64 group came before it: 0 to 2, and 0 for raw bytes
 * @param endsRun whether a base64 run ends with it, so that padding follows it
 */
public record PlacedChunk(
        SegmentId segment, int index, ChunkRef chunk, long offset, int outputLength, int phase, boolean endsRun) {}
