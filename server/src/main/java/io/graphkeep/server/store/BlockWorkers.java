package io.graphkeep.server.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The threads that compress and encrypt for all sessions together, each with its sealer.
 *
 * <p>What waits for them is bounded by the buffers of the sessions, not here.
 */
final class BlockWorkers implements AutoCloseable {
    private final ExecutorService threads;
    private final ThreadLocal<BlockSealer> sealers;

    BlockWorkers(StoreSettings settings) {
        threads = Executors.newFixedThreadPool(
                settings.workers(),
                Thread.ofPlatform().name("store-block-", 0).daemon().factory());
        sealers =
                ThreadLocal.withInitial(() -> new BlockSealer(settings.compressionLevel(), settings.comparesBlocks()));
    }

    /** Seals a block; the buffer goes back to its session as soon as it is read. */
    Future<SealedBlock> seal(ObjectCipher cipher, OpenBlock block, BlockBuffers buffers) {
        return threads.submit(() -> {
            try {
                return sealers.get().seal(cipher, block.number(), block.content(), block.buffer(), block.length());
            } finally {
                buffers.giveBack(block.buffer());
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
