package io.graphkeep.server.backup.download;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory that all downloads of a server share for what was read and is not sent yet.
 *
 * <p>Each stream takes a share when it begins and keeps it to its end: the more of them run the smaller it is, and never less
 * than two windows that the largest chunk fits into. Where not even that is left, it waits a while, and is then refused.
 */
public final class DownloadMemory {
    /** The least that one stream needs: two windows of one and a half MiB. */
    public static final int LEAST = 3 << 20;

    private static final int MOST = 16 << 20;
    private static final int PART = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final long bytes;
    private final Duration patience;
    private long free;

    public DownloadMemory(long bytes) {
        this(bytes, PATIENCE);
    }

    DownloadMemory(long bytes, Duration patience) {
        this.bytes = bytes;
        this.patience = patience;
        this.free = bytes;
    }

    /** What one stream may use until it closes it. */
    public final class Share implements AutoCloseable {
        private final int size;
        private boolean closed;

        private Share(int size) {
            this.size = size;
        }

        /** How large each of its two windows may be. */
        int window() {
            return size / 2;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                giveBack(size);
            }
        }
    }

    /** A share; while it waits for one it looks now and then whether to go on. */
    public Share take(Runnable look) throws InterruptedException {
        var left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (free < LEAST) {
                look.run();
                if (left <= 0) {
                    throw new GraphkeepException(
                                    Reason.TOO_MANY_REQUESTS,
                                    "So many downloads run that no memory is left for another: they share "
                                            + (bytes >> 20) + " MiB, as GRAPHKEEP_DOWNLOAD_MEMORY says.")
                            .with("limit", "GRAPHKEEP_DOWNLOAD_MEMORY")
                            .retryAfter(LATER);
                }
                var slice = Math.min(left, LOOK_NANOS);
                left -= slice - Math.max(0, changed.awaitNanos(slice));
            }
            var size = Math.clamp(free / PART, LEAST, MOST);
            free -= size;
            return new Share(size);
        } finally {
            lock.unlock();
        }
    }

    /** What no stream has taken. */
    long free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(int size) {
        lock.lock();
        try {
            free += size;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
