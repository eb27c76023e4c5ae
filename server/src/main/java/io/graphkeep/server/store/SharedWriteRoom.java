package io.graphkeep.server.store;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory that the sessions of all pushes share evenly: the more there are, the smaller their blocks and packs.
 *
 * <p>A session has some blocks that are filled or compressed, a pack of them, and one that is being put.
 */
final class SharedWriteRoom implements WriteRoom {
    private static final int PACKS = 3;
    private static final int HELD = 4;
    private static final int BLOCKS = 12;
    private static final int SMALLEST_PACK = 256 << 10;
    private static final int SMALLEST_BLOCK = 64 << 10;
    private static final int LEAST_HELD = 1 << 20;
    private static final int MOST_HELD = 16 << 20;

    private final long bytes;
    private final int packBytes;
    private final AtomicInteger sessions = new AtomicInteger();

    SharedWriteRoom(long bytes, int packBytes) {
        this.bytes = bytes;
        this.packBytes = packBytes;
    }

    void enter() {
        sessions.incrementAndGet();
    }

    void leave() {
        sessions.decrementAndGet();
    }

    @Override
    public int packBytes() {
        return Math.clamp(share() / PACKS, Math.min(SMALLEST_PACK, packBytes), packBytes);
    }

    @Override
    public int blockBytes() {
        return Math.clamp(share() / BLOCKS, SMALLEST_BLOCK, StoreFormat.MAX_BLOCK_BYTES);
    }

    /** What a session may hold of segments that are not complete: a segment that is held to its end is not stored twice. */
    int heldBytes() {
        return Math.clamp(share() / HELD, LEAST_HELD, MOST_HELD);
    }

    private long share() {
        return bytes / Math.max(1, sessions.get());
    }
}
