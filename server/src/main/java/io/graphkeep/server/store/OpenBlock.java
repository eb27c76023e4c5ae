package io.graphkeep.server.store;

import io.graphkeep.transfer.ContentId;
import java.io.IOException;
import java.util.Arrays;

/** A block that is being filled. Its number is known from the start, so that locators can name it before it is written. */
final class OpenBlock {
    private static final int CHUNKS_AT_FIRST = 256;

    private final int number;
    private final Content content;
    private final byte[] buffer;
    private int[] ends = new int[CHUNKS_AT_FIRST];
    private byte[] ids = new byte[CHUNKS_AT_FIRST * ContentId.BYTES];
    private int chunks;
    private int length;

    OpenBlock(int number, Content content, byte[] buffer) {
        this.number = number;
        this.content = content;
        this.buffer = buffer;
    }

    boolean hasRoom(int bytes) {
        return length + bytes <= buffer.length;
    }

    /** Adds a chunk and returns its place in the block. */
    int add(ChunkToStore chunk) throws IOException {
        if (chunks == ends.length) {
            ends = Arrays.copyOf(ends, 2 * chunks);
            ids = Arrays.copyOf(ids, 2 * ids.length);
        }
        chunk.copyBytes(buffer, length);
        chunk.copyId(ids, chunks * ContentId.BYTES);
        length += chunk.length();
        ends[chunks] = length;
        return chunks++;
    }

    int number() {
        return number;
    }

    Content content() {
        return content;
    }

    byte[] buffer() {
        return buffer;
    }

    int length() {
        return length;
    }

    int chunks() {
        return chunks;
    }

    /** The block as the index tells it, once it is sealed. */
    PackIndex.Block indexed(long offset, SealedBlock sealed) {
        return new PackIndex.Block(
                content,
                sealed.compression(),
                offset,
                sealed.bytes().length,
                length,
                Arrays.copyOf(ends, chunks),
                Arrays.copyOf(ids, chunks * ContentId.BYTES));
    }
}
