package io.graphkeep.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The time that a slow peer lets pass between two steps: what is tried with it, and no way to wait for anything. */
final class Slowness {
    private Slowness() {}

    static void pause(Duration span) {
        var end = System.nanoTime() + span.toNanos();
        for (var left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
