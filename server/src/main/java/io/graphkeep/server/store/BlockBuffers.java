package io.graphkeep.server.store;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * The buffers of one session's blocks: as many as there are, so much is in memory before it is compressed.
 *
 * <p>Whoever takes one while all are with the workers waits for the first to come back.
 */
final class BlockBuffers {
    private final WriteRoom room;
    private final ArrayBlockingQueue<byte[]> free;
    private int unmade;

    BlockBuffers(int count, WriteRoom room) {
        this.room = room;
        free = new ArrayBlockingQueue<>(count);
        unmade = count;
    }

    /** A buffer as large as a block may be now, and at least as large as its first chunk. */
    byte[] take(int firstChunk) {
        var size = Math.max(room.blockBytes(), firstChunk);
        var buffer = free.poll();
        if (buffer == null && unmade > 0) {
            unmade--;
            return new byte[size];
        }
        if (buffer == null) {
            buffer = await();
        }
        return buffer.length == size ? buffer : new byte[size];
    }

    void giveBack(byte[] buffer) {
        free.add(buffer);
    }

    private byte[] await() {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a block to be compressed", e);
        }
    }
}
