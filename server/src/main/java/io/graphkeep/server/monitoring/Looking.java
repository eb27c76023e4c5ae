package io.graphkeep.server.monitoring;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * When one component is looked at: every so often, and when somebody asks; one look at a time, each on a thread of its own.
 *
 * <p>Who asks while a look is under way waits for the next one, which all who ask meanwhile share: the look under way may have
 * passed what they want to know of.
 */
final class Looking {
    private final String name;
    private final long every;
    private final Runnable look;
    private @Nullable CountDownLatch underWay;
    private @Nullable CountDownLatch next;
    private long begun = System.nanoTime();

    Looking(String name, Duration every, Runnable look) {
        this.name = name;
        this.every = every.toNanos();
        this.look = look;
    }

    /** Begins a look if it is time for one. */
    synchronized void tick() {
        if (underWay == null && age() > every) {
            begin(new CountDownLatch(1));
        }
    }

    /** Whether the look under way takes longer than this. */
    synchronized boolean hangs(Duration longest) {
        return underWay != null && age() > longest.toNanos();
    }

    /** Ends with a look that begins after this call. */
    synchronized CountDownLatch anew() {
        if (underWay == null) {
            return begin(new CountDownLatch(1));
        }
        if (next == null) {
            next = new CountDownLatch(1);
        }
        return next;
    }

    private CountDownLatch begin(CountDownLatch done) {
        begun = System.nanoTime();
        underWay = done;
        Thread.ofVirtual().name("health-" + name).start(() -> {
            try {
                look.run();
            } finally {
                end(done);
            }
        });
        return done;
    }

    private synchronized void end(CountDownLatch done) {
        done.countDown();
        underWay = null;
        var asked = next;
        next = null;
        if (asked != null) {
            begin(asked);
        }
    }

    private long age() {
        return System.nanoTime() - begun;
    }
}
