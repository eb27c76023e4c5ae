package io.graphkeep.server.operations;

import com.google.protobuf.Any;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes operations up and runs them, a bounded number at once, each on a thread of its own.
 *
 * <p>Whatever a handler does, the operation ends, is handed back, or belongs to another process by then: an end that the
 * database does not take is tried again until it does.
 */
final class Runner {
    private static final Logger log = LoggerFactory.getLogger(Runner.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Leases leases;
    private final Handlers handlers;
    private final AttemptEndings attempts;
    private final Board board;
    private final Signal signal;
    private final int workers;
    private final Semaphore slots;
    private volatile boolean stopping;

    Runner(Leases leases, Handlers handlers, AttemptEndings attempts, Board board, Signal signal, int workers) {
        this.leases = leases;
        this.handlers = handlers;
        this.attempts = attempts;
        this.board = board;
        this.signal = signal;
        this.workers = workers;
        this.slots = new Semaphore(workers);
    }

    /** Takes up what can be taken up, and waits for more where there is nothing; the body of a loop. */
    void takeUp() throws InterruptedException {
        if (stopping || !slots.tryAcquire(POLL.toNanos(), TimeUnit.NANOSECONDS)) {
            return;
        }
        var taken = Optional.<RunningOperation>empty();
        try {
            taken = leases.claim();
            taken.ifPresent(this::begin);
        } finally {
            if (taken.isEmpty()) {
                slots.release();
            }
        }
        if (taken.isEmpty()) {
            signal.await(POLL);
        }
    }

    /** Takes nothing up any more. */
    void refuse() {
        stopping = true;
        signal.raise();
    }

    /**
     * Ends what runs: what can be resumed at once, the rest once half of the limit has
     * passed. What does not listen in time is left to the next start.
     */
    void stop(Duration limit) throws InterruptedException {
        board.running().stream()
                .filter(run -> handlers.resumes(run.operation()))
                .forEach(run -> run.stop(RunningOperation.Stop.SERVER_STOPPING));
        if (idle(limit.dividedBy(2))) {
            return;
        }
        board.running().forEach(run -> run.stop(RunningOperation.Stop.SERVER_STOPPING));
        if (idle(limit.dividedBy(2))) {
            return;
        }
        board.running().forEach(RunningOperation::interrupt);
        if (!idle(Duration.ofSeconds(2))) {
            board.running().forEach(run -> log.warn("Operation {} did not stop in time", run.id()));
        }
        attempts.giveUp();
    }

    /** Whether nothing runs any more, here or on the streams of clients: what is still being put down needs the store. */
    private boolean idle(Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        if (!slots.tryAcquire(workers, limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        slots.release(workers);
        return board.awaitEmpty(Duration.ofNanos(end - System.nanoTime()));
    }

    private void begin(RunningOperation run) {
        board.began(run);
        OperationLog.begins(run.operation());
        var name = "operation-" + run.operation().kind().toLowerCase(Locale.ROOT);
        var thread = Thread.ofPlatform().name(name).unstarted(() -> work(run));
        run.runsIn(thread);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // What Java calls it that the machine gives out no more threads. Its lease runs out, and it is taken up
            // again.
            leave(run);
            throw new IllegalStateException("No thread could be started for operation " + run.id(), e);
        }
    }

    private void leave(RunningOperation run) {
        board.left(run);
        slots.release();
        signal.raise();
    }

    private void work(RunningOperation run) {
        try {
            attempt(run);
        } finally {
            leave(run);
        }
    }

    // Everything is caught, errors too: whatever happens to an attempt is its end, and is written down as one.
    private void attempt(RunningOperation run) {
        Any result;
        try {
            refuseWhatIsOver(run);
            result = handlers.runner(run.operation().kind()).run(run);
        } catch (FailedWithResult told) {
            attempts.fail(run, told.failure(), told.result());
            return;
        } catch (Throwable failure) {
            Thread.interrupted();
            attempts.end(run, failure);
            return;
        }
        attempts.succeed(run, result);
    }

    private void refuseWhatIsOver(RunningOperation run) {
        if (run.operation().cancelRequested()) {
            run.stop(RunningOperation.Stop.CANCELLED);
        }
        if (run.checkpoint().isEmpty()) {
            run.checkCancelled();
        }
        // What has a checkpoint may be past the point where it can be cancelled: its handler looks before it goes on.
        if (run.attempt() > 1 && !handlers.resumes(run.operation())) {
            throw Failures.restarted(run);
        }
    }
}
