package io.graphkeep.server.operations;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does one thing again and again until it is stopped.
 *
 * <p>What one round throws is logged once per streak of failures, and the next round comes after a pause: a database that
 * is away neither ends the loop nor fills the log.
 */
final class Loop {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** What a loop does in one round; it may wait. */
    @FunctionalInterface
    interface Round {
        void run() throws InterruptedException;
    }

    private final String name;
    private final Round round;
    private final Duration pause;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private boolean failing;

    Loop(String name, Duration pause, Round round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::rounds);
    }

    void start() {
        thread.start();
    }

    /** Ends the loop after the round at hand, and waits for that a little while. */
    void stop() throws InterruptedException {
        stopped.countDown();
        if (thread.isAlive() && !thread.join(Duration.ofSeconds(5))) {
            thread.interrupt();
        }
    }

    private void rounds() {
        try {
            do {
                round();
            } while (!stopped.await(failing ? longer() : pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        try {
            round.run();
            failing = false;
        } catch (RuntimeException failure) {
            if (!failing) {
                log.warn("{} failed and goes on trying", name, failure);
            }
            failing = true;
        }
    }

    private long longer() {
        return Math.max(pause.toNanos(), PAUSE_AFTER_FAILURE.toNanos());
    }
}
