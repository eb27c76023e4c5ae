package io.graphkeep.server.store;

import io.graphkeep.transfer.ChunkId;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The chunks of one block that a batch wants, and what for. Filled by one thread, then used by another. */
final class WantedBlock<T> {
    private static final int FEW = 16;

    private final long pack;
    private final int number;
    private final List<Chunk<T>> chunks = new ArrayList<>(FEW);

    WantedBlock(long pack, int number) {
        this.pack = pack;
        this.number = number;
    }

    /**
     * A chunk of a segment, and what it is wanted for.
     *
     * @param place which of the block's chunks it is
     */
    record Chunk<T>(int place, DescriptorReader.Found found, int index, T target) {

        ChunkId id() {
            return found.segment().chunkId(index);
        }

        /** A list may give an id another length than its bytes have. */
        boolean isOf(@Nullable ChunkId actual, int length) {
            return actual != null && id().equals(actual) && found.segment().length(index) == length;
        }
    }

    long pack() {
        return pack;
    }

    int number() {
        return number;
    }

    void add(Chunk<T> chunk) {
        chunks.add(chunk);
    }

    List<Chunk<T>> chunks() {
        return chunks;
    }

    Locator.Run place(int chunk) {
        return new Locator.Run(pack, number, chunk, 1);
    }

    /** Those that are what their segments name, in the order in which they lie; the others are told one by one. */
    List<ChunkBatch.Piece<T>> verified(
            PackIndex.Block block,
            byte[] plain,
            MessageDigest digest,
            String where,
            BiConsumer<Chunk<T>, DamagedException> damaged) {
        var order = order();
        var pieces = new ArrayList<ChunkBatch.Piece<T>>(order.length);
        var last = -1;
        @Nullable ChunkId actual = null;
        for (var position : order) {
            var chunk = chunks.get((int) position);
            var isThere = chunk.place() < block.chunks();
            if (isThere && chunk.place() != last) {
                last = chunk.place();
                actual = ChunkId.of(digest, plain, block.start(last), block.ends()[last] - block.start(last));
            }
            if (isThere && chunk.isOf(actual, block.ends()[last] - block.start(last))) {
                var start = block.start(last);
                pieces.add(new ChunkBatch.Piece<>(chunk.target(), start, block.ends()[last] - start));
                continue;
            }
            damaged.accept(
                    chunk,
                    new DamagedException("Chunk " + chunk.place() + " of block " + number + " of " + where
                            + " is not the chunk " + chunk.id() + " that it should be."));
        }
        return pieces;
    }

    /** The positions in the list, ordered by place in the block: mostly they are already. */
    private long[] order() {
        var order = new long[chunks.size()];
        for (var i = 0; i < order.length; i++) {
            order[i] = ((long) chunks.get(i).place() << 32) | i;
        }
        Arrays.sort(order);
        return order;
    }
}
