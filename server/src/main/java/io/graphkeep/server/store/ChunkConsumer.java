package io.graphkeep.server.store;

import java.io.IOException;

/** Takes the chunks of segments in order, each once its bytes are known to be right. */
public interface ChunkConsumer {
    /**
     * Takes a chunk.
     *
     * @param position of the segment in the list that was asked for
     * @param chunk its place in the segment
     * @param bytes holds it from offset on; overwritten after the call
     */
    void accept(int position, int chunk, byte[] bytes, int offset, int length) throws IOException;

    /** Whether a chunk is wanted at all; blocks that hold none that is are not read. */
    default boolean wants(int position, int chunk) {
        return true;
    }
}
