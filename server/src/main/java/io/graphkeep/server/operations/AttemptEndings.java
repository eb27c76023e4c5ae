package io.graphkeep.server.operations;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.DatabaseFailures;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an attempt in this process ends: an end that the database does not take is tried again until it does, or until the server
 * has no more time for it.
 */
final class AttemptEndings {
    private static final Logger log = LoggerFactory.getLogger(AttemptEndings.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Leases leases;
    private final Handlers handlers;
    private final Endings endings;
    private final Failures failures;
    private volatile boolean givenUp;

    AttemptEndings(Leases leases, Handlers handlers, Endings endings, Failures failures) {
        this.leases = leases;
        this.handlers = handlers;
        this.endings = endings;
        this.failures = failures;
    }

    /** From now on what is not taken at once is left to the next start. */
    void giveUp() {
        givenUp = true;
    }

    void succeed(RunningOperation run, Any result) {
        persistently(run, () -> leases.end(run, (tx, locked) -> endings.succeed(tx, locked, result)));
    }

    /** Ends it as FAILED, with what it has to tell. */
    void fail(RunningOperation run, GraphkeepException why, Any result) {
        persistently(run, () -> leases.end(run, (tx, locked) -> endings.fail(tx, locked, why, result)));
    }

    /** Gives it back to the queue, for its client to come for it. */
    void handBack(RunningOperation run) {
        persistently(run, () -> leases.handBack(run));
        OperationLog.left(run.operation());
    }

    /** Ends it by what its work has failed with. */
    void end(RunningOperation run, Throwable failure) {
        end(run, failures.of(run, failure));
    }

    private void end(RunningOperation run, GraphkeepException why) {
        if (why.reason() == Reason.STALE_ATTEMPT) {
            log.warn("Attempt {} of operation {} was overtaken and changes nothing more", run.attempt(), run.id());
            return;
        }
        if (why.reason() == Reason.OPERATION_CANCELLED) {
            end(run, OperationState.CANCELLED, why);
            return;
        }
        if (why.reason() == Reason.SERVER_STOPPING && handlers.goesOn(run.operation())) {
            persistently(run, () -> leases.handBack(run));
            OperationLog.handedBack(run.operation());
            return;
        }
        end(run, OperationState.FAILED, why.reason() == Reason.SERVER_STOPPING ? Failures.restarted(run) : why);
    }

    private void end(RunningOperation run, OperationState state, GraphkeepException why) {
        persistently(run, () -> {
            try {
                leases.end(run, (tx, locked) -> endings.unsuccessful(tx, locked, state, why, "server"));
            } catch (RuntimeException broken) {
                if (DatabaseFailures.isPassing(broken)) {
                    throw broken;
                }
                // An operation must end even where its handler cannot clear up.
                // AbandonedCaptures and AbandonedRestores do it later.
                log.error("Operation {} could not be settled and ends unsettled", run.id(), broken);
                leases.end(run, (tx, locked) -> endings.unsettled(tx, locked, state, why, "server"));
            }
        });
    }

    private void persistently(RunningOperation run, Runnable end) {
        while (true) {
            try {
                end.run();
                return;
            } catch (RuntimeException failure) {
                log.warn("Operation {} has ended, and the catalog does not take it yet", run.id(), failure);
            }
            if (givenUp) {
                log.warn("Operation {} is left to the next start", run.id());
                return;
            }
            LockSupport.parkNanos(AGAIN.toNanos());
        }
    }
}
