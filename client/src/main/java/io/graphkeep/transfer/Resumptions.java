package io.graphkeep.transfer;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Waits before a broken stream is taken up again: longer each time, by chance, and not for ever. */
public final class Resumptions {
    private static final long FIRST_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Duration patience;
    private long pause = FIRST_NANOS;
    private long progressed = System.nanoTime();
    private boolean hasProgressed;
    private int count;

    public Resumptions(Duration patience) {
        this.patience = patience;
    }

    /** Something new has come. */
    public void progressed() {
        progressed = System.nanoTime();
        hasProgressed = true;
        pause = FIRST_NANOS;
    }

    /** A server from which nothing ever came, and that does not ask for patience, is given up soon. */
    private long limit(BrokenStreamException broken) {
        var isKnown = hasProgressed || broken.retryAfter() != null;
        return isKnown ? patience.toNanos() : Math.min(patience.toNanos(), SILENCE_NANOS);
    }

    /** How often it was waited. */
    public int count() {
        return count;
    }

    /** Throws the failure where nothing new came for too long. */
    public void await(BrokenStreamException broken) {
        if (System.nanoTime() - progressed > limit(broken)
                || Thread.currentThread().isInterrupted()) {
            throw broken.failure();
        }
        count++;
        var asked = broken.retryAfter() == null ? 0 : broken.retryAfter().toNanos();
        var until = System.nanoTime()
                + Math.max(asked, pause / 2)
                + ThreadLocalRandom.current().nextLong(pause);
        for (var left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw broken.failure();
            }
        }
        pause = Math.min(2 * pause, LONGEST_NANOS);
    }
}
