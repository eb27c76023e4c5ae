package io.graphkeep.server.store;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * The buffers of one session's blocks: as many as there are, so much is in memory before it is compressed.
 *
 * <p>Whoever takes one while all are with the workers waits for the first to come back.
 */
final class BlockBuffers {
    private final ArrayBlockingQueue<byte[]> free;
    private int unmade;

    BlockBuffers(int count) {
        free = new ArrayBlockingQueue<>(count);
        unmade = count;
    }

    byte[] take() {
        var buffer = free.poll();
        if (buffer != null) {
            return buffer;
        }
        if (unmade > 0) {
            unmade--;
            return new byte[StoreFormat.MAX_BLOCK_BYTES];
        }
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a block to be compressed", e);
        }
    }

    void giveBack(byte[] buffer) {
        free.add(buffer);
    }
}
