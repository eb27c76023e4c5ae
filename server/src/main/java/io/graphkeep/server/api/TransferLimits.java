package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Duration;

/**
 * How long a stream of files may take.
 *
 * @param idle without a message, or without a reader that takes any
 * @param total from its beginning to its end
 */
public record TransferLimits(Duration idle, Duration total) {
    /** The stream was not done in time. */
    GraphkeepException tooLong() {
        return new GraphkeepException(
                Reason.DEADLINE_EXCEEDED,
                "The stream had " + total.toSeconds() + " s, as GRAPHKEEP_TRANSFER_TIME allows, and was not done.");
    }

    /** Its sender brought nothing. */
    GraphkeepException silent() {
        return new GraphkeepException(
                Reason.DEADLINE_EXCEEDED,
                "The sender brought nothing for " + idle.toSeconds()
                        + " s, which is as long as GRAPHKEEP_TRANSFER_IDLE allows.");
    }
}
