package io.graphkeep.server.backup.reading;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that one capture has for what was read and is not stored yet.
 *
 * <p>Whoever wants more waits until some is given back. To be asked by one thread alone, in the order in which pieces are
 * used: a later piece must not keep an earlier one waiting.
 */
public final class PieceMemory {
    /** Bytes of a piece, unless a chunk needs more. */
    static final int PIECE_BYTES = 512 << 10;

    private static final int UNIT = 1 << 10;
    private static final long LOOK_MILLIS = 100;

    private final Semaphore units;
    private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();

    public PieceMemory(int bytes) {
        units = new Semaphore(bytes / UNIT);
    }

    /** A piece with room for so many bytes at least; while it waits it looks now and then whether to go on. */
    Piece take(int bytes, Runnable look) {
        var size = (Math.max(bytes, PIECE_BYTES) + UNIT - 1) / UNIT * UNIT;
        try {
            while (!units.tryAcquire(size / UNIT, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                look.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for what was read to be stored", e);
        }
        var buffer = size == PIECE_BYTES ? free.poll() : null;
        return new Piece(this, buffer == null ? new byte[size] : buffer);
    }

    void giveBack(byte[] buffer) {
        if (buffer.length == PIECE_BYTES) {
            free.add(buffer);
        }
        units.release(buffer.length / UNIT);
    }
}
