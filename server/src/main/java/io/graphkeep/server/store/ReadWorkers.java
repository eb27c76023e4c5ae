package io.graphkeep.server.store;

import io.graphkeep.transfer.ContentId;
import java.security.MessageDigest;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read, decrypt and hash for all sessions together, each with its buffers.
 *
 * <p>What waits for them is bounded by who asks, not here: a batch is bounded, and a session has few of them.
 */
final class ReadWorkers implements AutoCloseable {
    /** No range of a pack that is read at once is longer. */
    static final int RANGE_BYTES = 4 << 20;

    private static final long SECONDS_TO_END = 30;

    private final ExecutorService threads;
    private final Queue<Desk> desks = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Desk> own = ThreadLocal.withInitial(() -> {
        var desk = new Desk();
        desks.add(desk);
        return desk;
    });

    ReadWorkers(int count) {
        threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("store-read-", 0).daemon().factory());
    }

    /** What a thread works with; of no other thread. */
    static final class Desk {
        private final byte[] range = new byte[RANGE_BYTES];
        private final BlockOpener opener = new BlockOpener();
        private final MessageDigest digest = ContentId.newDigest();

        /** Holds the sealed bytes of the range at hand. */
        byte[] range() {
            return range;
        }

        BlockOpener opener() {
            return opener;
        }

        MessageDigest digest() {
            return digest;
        }
    }

    /** Work at a thread's desk, which tells its failures itself. */
    interface Work {
        void run(Desk desk);
    }

    void submit(Work work) {
        threads.execute(() -> work.run(own.get()));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                return; // A desk that is still worked at is left to the end of the process.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        desks.forEach(desk -> desk.opener().close());
    }
}
