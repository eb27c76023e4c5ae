package io.graphkeep.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition by asking again and again, and fails with what it waited for when the time is over. */
final class Await {
    private static final Duration BETWEEN = Duration.ofMillis(20);

    private Await() {}

    static void until(String what, Duration atMost, BooleanSupplier condition) {
        until(what, atMost, condition, () -> "");
    }

    /** The same, with something to say about the state of things when it never comes true. */
    static void until(String what, Duration atMost, BooleanSupplier condition, Supplier<String> state) {
        var end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited " + atMost + " for " + what + ". " + state.get());
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
