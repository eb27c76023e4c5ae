package io.graphkeep.transfer;

import java.io.IOException;

/** Takes the chunks of a file as they are cut, in order. */
@FunctionalInterface
public interface ChunkSink {
    /**
     * Takes one chunk. The buffer belongs to the cutter and is overwritten after the call: hash or copy the range before
     * returning, and do not write to it.
     */
    void accept(byte[] buffer, int offset, int length, Encoding encoding, Kind kind) throws IOException;
}
