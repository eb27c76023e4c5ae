package io.graphkeep.server.store;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory that the sessions of all pushes share evenly: the more there are, the smaller their blocks and packs.
 *
 * <p>A session has some blocks that are filled or compressed, a pack of them, and one that is being put. Where there is not even
 * the least that one needs, another is refused: it comes again when one of the others has ended.
 */
final class SharedWriteRoom implements WriteRoom {
    private static final int PACKS = 3;
    private static final int HELD = 4;
    private static final int BLOCKS = 12;
    private static final int SMALLEST_PACK = 256 << 10;
    private static final int SMALLEST_BLOCK = 64 << 10;
    private static final int LEAST_HELD = 1 << 20;
    private static final int MOST_HELD = 16 << 20;

    /** Of what is shared, what must be left for a session: smallest packs and blocks, and what it holds. */
    static final int LEAST = PACKS * SMALLEST_PACK + BLOCKS * SMALLEST_BLOCK + LEAST_HELD;

    private static final Duration LATER = Duration.ofSeconds(5);

    private final long bytes;
    private final int packBytes;
    private final AtomicInteger sessions = new AtomicInteger();

    SharedWriteRoom(long bytes, int packBytes) {
        this.bytes = bytes;
        this.packBytes = packBytes;
    }

    /** Lets a session in; TOO_MANY_REQUESTS where too little is left for it. */
    void enter() {
        var before = sessions.getAndUpdate(now -> now < most() ? now + 1 : now);
        if (before >= most()) {
            throw full();
        }
    }

    /** Refuses where another session would be: before anything is begun for it. */
    void requireRoom() {
        if (sessions.get() >= most()) {
            throw full();
        }
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

    private int most() {
        return Math.toIntExact(Math.max(1, bytes / LEAST));
    }

    private GraphkeepException full() {
        return new GraphkeepException(
                        Reason.TOO_MANY_REQUESTS,
                        "So many snapshots are being sent that no memory is left for another: they share "
                                + (bytes >> 20) + " MiB, as GRAPHKEEP_PUSH_MEMORY says.")
                .with("limit", "GRAPHKEEP_PUSH_MEMORY")
                .retryAfter(LATER);
    }

    private long share() {
        return bytes / Math.max(1, sessions.get());
    }
}
