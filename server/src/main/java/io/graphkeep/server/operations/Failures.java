package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.nio.channels.ClosedByInterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of whatever a handler throws a failure with a reason; what has none goes to the log alone, under an error id. */
final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private final Ids ids;

    Failures(Ids ids) {
        this.ids = ids;
    }

    GraphkeepException of(RunningOperation run, Throwable failure) {
        if (failure instanceof GraphkeepException known) {
            return known;
        }
        if (failure instanceof InterruptedException || failure instanceof ClosedByInterruptException) {
            var stopped = run.whyStopped();
            if (stopped.isPresent()) {
                return stopped.get();
            }
        }
        var errorId = ids.next();
        log.error("Operation {} failed unexpectedly, error id {}", run.id(), errorId, failure);
        return new GraphkeepException(
                        Reason.INTERNAL, "Operation " + run.id() + " failed unexpectedly, error id " + errorId + ".")
                .with("error_id", errorId.toString());
    }

    static GraphkeepException restarted(RunningOperation run) {
        return new GraphkeepException(
                Reason.SERVER_RESTARTED,
                "The server that ran operation " + run.id() + " ended before the operation did.");
    }
}
