package io.graphkeep.server.store;

import io.graphkeep.server.store.SealedBlock.Compression;
import io.graphkeep.transfer.ContentId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What lies where in a pack: its blocks in the order of their numbers, and the chunks of each in order.
 *
 * <p>The ids of the chunks are kept only where they are wanted: to read chunks that a locator names, their places are enough.
 */
record PackIndex(List<Block> blocks) {

    /**
     * A block and its chunks.
     *
     * @param offset of its first byte in the pack
     * @param ends where each chunk ends in the plain block
     * @param ids the ids of the chunks, 32 bytes each; empty where they were not kept
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Block(
            Content content,
            Compression compression,
            long offset,
            int storedBytes,
            int plainBytes,
            int[] ends,
            byte[] ids) {

        int chunks() {
            return ends.length;
        }

        int start(int chunk) {
            return chunk == 0 ? 0 : ends[chunk - 1];
        }
    }

    /** The index as it is encrypted into the pack. */
    byte[] encode() {
        var out = new NumberWriter();
        out.write(blocks.size());
        for (var block : blocks) {
            out.write(block.content().number());
            out.write(block.compression().number());
            out.write(block.storedBytes());
            out.write(block.chunks());
            for (var i = 0; i < block.chunks(); i++) {
                out.write(block.ends()[i] - block.start(i));
            }
            out.write(block.ids());
        }
        return out.toByteArray();
    }

    /**
     * Reads an index that may be damaged or hostile.
     *
     * @param from where the first block begins in the pack
     * @param to where the last must end
     */
    static PackIndex decode(byte[] bytes, long from, long to, boolean withIds) throws DamagedException {
        var numbers = new Numbers(bytes, 0, bytes.length);
        var count = numbers.next(0, StoreFormat.MAX_BLOCKS);
        var blocks = new ArrayList<Block>(Math.min(count, bytes.length));
        var offset = from;
        for (var i = 0; i < count; i++) {
            var block = decode(numbers, bytes, offset, withIds);
            blocks.add(block);
            offset += block.storedBytes();
        }
        if (offset != to || !numbers.isAtEnd()) {
            throw new DamagedException("The index does not cover the pack.");
        }
        return new PackIndex(List.copyOf(blocks));
    }

    private static Block decode(Numbers numbers, byte[] bytes, long offset, boolean withIds) throws DamagedException {
        var content = Content.of(numbers.next(0, 255));
        var compression = Compression.of(numbers.next(0, 255));
        var stored = numbers.next(ObjectCipher.TAG_BYTES, StoreFormat.MAX_BLOCK_BYTES + ObjectCipher.TAG_BYTES);
        var chunks = numbers.next(1, Math.min(StoreFormat.MAX_BLOCK_BYTES, bytes.length));
        var ends = new int[chunks];
        var end = 0;
        for (var i = 0; i < chunks; i++) {
            end += numbers.next(1, StoreFormat.MAX_BLOCK_BYTES - end);
            ends[i] = end;
        }
        var idsAt = numbers.position();
        numbers.skip(Math.multiplyExact(chunks, ContentId.BYTES));
        var ids = withIds ? Arrays.copyOfRange(bytes, idsAt, numbers.position()) : new byte[0];
        return new Block(content, compression, offset, stored, end, ends, ids);
    }
}
