package io.graphkeep.server.operations;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A bell that wakes the one who waits for it; rung while nobody waits, it wakes the next who does, once. */
final class Signal {
    private final Semaphore rung = new Semaphore(0);

    void raise() {
        rung.release();
    }

    void await(Duration atMost) throws InterruptedException {
        if (rung.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            rung.drainPermits();
        }
    }
}
