package io.graphkeep.transfer;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits before a broken stream is taken up again: longer each time, by chance, and not for ever. */
public final class Resumptions {
    private static final long FIRST_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Duration patience;
    private long pause = FIRST_NANOS;
    /** When the first stream broke since something new has come. */
    private @Nullable Long broken;

    private boolean isKnown;
    private int count;

    public Resumptions(Duration patience) {
        this.patience = patience;
    }

    /** Something new has come. */
    public void progressed() {
        broken = null;
        isKnown = true;
        pause = FIRST_NANOS;
    }

    /** The server has answered, though nothing new has come. */
    public void answered() {
        isKnown = true;
    }

    /** A server that never answered, and does not ask for patience, is given up soon. */
    private long limit(BrokenStreamException failure) {
        return isKnown || failure.retryAfter() != null
                ? patience.toNanos()
                : Math.min(patience.toNanos(), SILENCE_NANOS);
    }

    /** How often it was waited. */
    public int count() {
        return count;
    }

    /** Throws the failure where streams have broken for too long, and nothing new has come of any. */
    public void await(BrokenStreamException failure) {
        var now = System.nanoTime();
        var since = broken == null ? now : broken;
        broken = since;
        if (now - since >= limit(failure) || Thread.currentThread().isInterrupted()) {
            throw failure.failure();
        }
        count++;
        var asked = failure.retryAfter() == null ? 0 : failure.retryAfter().toNanos();
        var until = System.nanoTime()
                + Math.max(asked, pause / 2)
                + ThreadLocalRandom.current().nextLong(pause);
        for (var left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw failure.failure();
            }
        }
        pause = Math.min(2 * pause, LONGEST_NANOS);
    }
}
