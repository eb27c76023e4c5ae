package io.graphkeep.server.catalog.embedded;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Looks again until something holds, for 30 seconds at most. */
public final class Eventually {
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    /** A look that may fail while what it looks at is on its way. */
    @FunctionalInterface
    public interface Look {
        boolean holds() throws Exception;
    }

    private Eventually() {}

    public static void holds(Look look) throws Exception {
        var deadline = System.nanoTime() + AT_MOST.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (look.holds()) {
                    return;
                }
            } catch (Exception e) {
                last = e;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new AssertionError("It did not come to hold within " + AT_MOST, last);
    }
}
