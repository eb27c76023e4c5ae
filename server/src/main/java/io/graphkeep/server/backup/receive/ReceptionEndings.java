package io.graphkeep.server.backup.receive;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a push ends that is not committed: by what its client sent, or not at all for now.
 *
 * <p>Whatever happens meanwhile, this process lets go of its operation: one that it kept would be renewed for ever, and nothing
 * else of the graph could begin.
 */
final class ReceptionEndings {
    private static final Logger LOG = LoggerFactory.getLogger(ReceptionEndings.class);

    /** What is no fault of the client, and can be over when it comes back. */
    private static final Set<Reason> PASSING = Set.of(
            Reason.SERVER_STARTING,
            Reason.SERVER_STOPPING,
            Reason.DEADLINE_EXCEEDED,
            Reason.SLOW_CONSUMER,
            Reason.TOO_MANY_REQUESTS,
            Reason.CONFLICT,
            Reason.DATABASE_UNAVAILABLE,
            Reason.STORE_UNAVAILABLE,
            Reason.STORE_FULL,
            Reason.STORE_DAMAGED,
            Reason.STORE_FOREIGN,
            Reason.SNAPSHOT_CORRUPT,
            Reason.KEY_UNAVAILABLE,
            Reason.OUTCOME_UNKNOWN,
            Reason.INTERNAL);

    private ReceptionEndings() {}

    /** Whether the client did not cause it: connections, disks and databases that fail, and faults of the server itself. */
    static boolean isPassing(Throwable failure) {
        return !(failure instanceof GraphkeepException known) || PASSING.contains(known.reason());
    }

    /**
     * Leaves the push to its client. What is complete is kept as far as that is possible just now; the session stays as it is in
     * any case, to its lease.
     *
     * @param note writes down how far it is, once all that is complete is durable
     */
    static void leave(Reception reception, Runnable note) {
        GraphkeepException gone = null;
        try {
            reception.session().detach();
            note.run();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("What arrived last of snapshot {} could not be kept", reception.snapshot(), failure);
            gone = failure instanceof GraphkeepException known && known.reason() == Reason.STALE_SESSION ? known : null;
        } finally {
            if (gone == null) {
                reception.operation().handBack();
            } else {
                // There is nothing to come back to: it was committed after all, or its lease had run out.
                reception.operation().fail(gone);
            }
        }
    }

    /** Ends the push; a session that cannot be ended just now ends with its lease. */
    static void end(Reception reception, Throwable why) {
        try (var _ = reception.session()) {
            LOG.debug("Operation {} ends", reception.operationId(), why);
        } catch (RuntimeException unended) {
            LOG.warn("The session of snapshot {} ends with its lease", reception.snapshot(), unended);
        } finally {
            reception.operation().fail(why);
        }
    }
}
