package io.graphkeep.server.security;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of what was refused.
 *
 * <p>Each denial of a caller who is known is an event; those of unknown callers are counted, and written at most once a
 * minute for each peer, reason and RPC. A denial stands when it cannot be written: then the log alone has it.
 */
public final class Denials {
    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);
    private static final String UNKNOWN = "unknown";

    private final Database database;
    private final EventLog events;
    private final MeterRegistry metrics;
    private final UnknownCallers unknownCallers;

    public Denials(Database database, EventLog events, MeterRegistry metrics, UnknownCallers unknownCallers) {
        this.database = database;
        this.events = events;
        this.metrics = metrics;
        this.unknownCallers = unknownCallers;
        for (var reason : new Reason[] {
            Reason.UNAUTHENTICATED, Reason.TOKEN_EXPIRED, Reason.PERMISSION_DENIED, Reason.PATH_NOT_ALLOWED
        }) {
            count(reason, 0);
        }
    }

    /** A known caller asked for what the token does not allow. */
    public void denied(Principal principal, String method, String peer, GraphkeepException failure) {
        count(failure.reason(), 1);
        write(denial(principal.name(), method, peer, failure.reason())
                .detail("token_id", principal.tokenId().toString())
                .detail("why", failure.sentence()));
    }

    /** A known caller named a graph that the token does not cover; it learns only that there is none. */
    public void outOfScope(Principal principal, String method, String peer, String graphId) {
        count(Reason.PERMISSION_DENIED, 1);
        write(denial(principal.name(), method, peer, Reason.PERMISSION_DENIED)
                .detail("token_id", principal.tokenId().toString())
                .detail("why", "The graph " + graphId + " is not in the token's scope."));
    }

    /** A caller without a valid token asked for anything at all. */
    public void unknown(Reason reason, String method, String peer) {
        count(reason, 1);
        unknownCallers
                .count(peer, reason, method)
                .ifPresent(
                        times -> write(denial(UNKNOWN, method, peer, reason).detail("times", String.valueOf(times))));
    }

    private static Event denial(String actor, String method, String peer, Reason reason) {
        var sentence = "A call of " + method + " from " + peer + " was refused: " + label(reason) + ".";
        return Event.of(EventKind.ACCESS_DENIED, actor, sentence)
                .severity(Severity.WARNING)
                .detail("method", method)
                .detail("peer", peer)
                .detail("reason", reason.name());
    }

    private static String label(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void write(Event event) {
        try {
            database.inTransaction(transaction -> {
                events.append(transaction, event);
                return true;
            });
        } catch (RuntimeException e) {
            // The denial has been decided; that it cannot be written must not change the answer.
            LOG.warn("Could not write to the event log: {} ({})", event.sentence(), String.valueOf(e.getMessage()));
        }
    }

    private void count(Reason reason, int times) {
        Counter.builder("graphkeep.denials")
                .description("Calls that were refused for their token, role, scope or path.")
                .tag("reason", reason.label())
                .register(metrics)
                .increment(times);
    }
}
