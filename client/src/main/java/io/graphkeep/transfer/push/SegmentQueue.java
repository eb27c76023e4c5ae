package io.graphkeep.transfer.push;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Segments between the thread that reads and the one that sends, a bounded number of bytes. What one fails with ends both. */
final class SegmentQueue {
    private static final int MOST_BYTES = 16 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<PushedSegment> segments = new ArrayDeque<>();
    private long bytes;
    private boolean ended;
    private boolean abandoned;
    private @Nullable Throwable failure;

    /** Waits for room. */
    void put(PushedSegment segment) throws InterruptedException, IOException {
        lock.lock();
        try {
            while (bytes > 0 && bytes + segment.bytes().length > MOST_BYTES && !abandoned) {
                changed.await();
            }
            if (abandoned) {
                throw new IOException("The push has ended");
            }
            segments.add(segment);
            bytes += segment.bytes().length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes, for this reason or because all was read. */
    void end(@Nullable Throwable why) {
        lock.lock();
        try {
            ended = true;
            failure = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is taken. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next one, or for the end of them; false where neither came in time. */
    boolean await(Duration time) throws InterruptedException {
        lock.lock();
        try {
            for (var left = time.toNanos(); segments.isEmpty() && !ended; left = changed.awaitNanos(left)) {
                if (left <= 0) {
                    return false;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next one; null once all was taken. */
    @Nullable
    PushedSegment take() throws InterruptedException, IOException {
        lock.lock();
        try {
            while (segments.isEmpty() && !ended) {
                changed.await();
            }
            var next = segments.poll();
            if (next == null) {
                requireWell();
                return null;
            }
            bytes -= next.bytes().length;
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void requireWell() throws IOException {
        var why = failure;
        if (why instanceof IOException io) {
            throw io;
        }
        if (why instanceof RuntimeException known) {
            throw known;
        }
        if (why != null) {
            throw new IllegalStateException("Reading the directory failed", why);
        }
    }
}
