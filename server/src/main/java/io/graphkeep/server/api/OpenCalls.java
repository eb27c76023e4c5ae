package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The calls that run now, by the token behind them: what ends when the token does, or when the server stops.
 *
 * <p>{@link #sweep} is to be called every few seconds. A token that another server revoked is found there; where the
 * catalog cannot be asked, what has expired still ends, and the rest goes on.
 */
final class OpenCalls {
    /** A call's place among the open ones, left once when the call is over. */
    interface Entry {
        void leave();
    }

    /** The place of a call that needs none, because no token is behind it. */
    static final Entry NOT_KEPT = () -> {};

    private record Open(Principal principal, boolean isStream, Consumer<GraphkeepException> end) {}

    private final Map<Long, Open> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Tokens tokens;
    private final int mostStreams;
    private final Clock clock;

    /**
     * None run yet.
     *
     * @param mostStreams how many streams a token may have open at once
     */
    OpenCalls(Tokens tokens, int mostStreams, Clock clock) {
        this.tokens = tokens;
        this.mostStreams = mostStreams;
        this.clock = clock;
    }

    /** How many calls with a token run now. */
    int count() {
        return open.size();
    }

    /** Takes a call in; TOO_MANY_REQUESTS for a stream of a token that has as many open as it may. */
    Entry enter(Principal principal, boolean isStream, Consumer<GraphkeepException> end) {
        return isStream ? enterStream(principal, end) : place(principal, false, end);
    }

    private synchronized Entry enterStream(Principal principal, Consumer<GraphkeepException> end) {
        var streams = open.values().stream()
                .filter(call -> call.isStream() && call.principal().tokenId().equals(principal.tokenId()))
                .count();
        if (streams >= mostStreams) {
            throw new GraphkeepException(
                            Reason.TOO_MANY_REQUESTS,
                            "The token " + principal.name() + " has " + streams
                                    + " streams open, as many as GRAPHKEEP_MAX_STREAMS_PER_TOKEN allows.")
                    .with("limit", "GRAPHKEEP_MAX_STREAMS_PER_TOKEN")
                    .retryAfter(Duration.ofSeconds(1));
        }
        return place(principal, true, end);
    }

    private Entry place(Principal principal, boolean isStream, Consumer<GraphkeepException> end) {
        var number = numbers.incrementAndGet();
        open.put(number, new Open(principal, isStream, end));
        return () -> open.remove(number);
    }

    /** Ends the calls whose token has expired or was revoked. */
    void sweep() {
        var now = clock.instant();
        end(
                call -> hasExpired(call.principal(), now),
                new GraphkeepException(Reason.TOKEN_EXPIRED, "The token's time ran out while the call was open."));
        var revoked = tokens.revokedAmong(tokensInUse());
        end(
                call -> revoked.contains(call.principal().tokenId()),
                new GraphkeepException(Reason.UNAUTHENTICATED, "The token was revoked while the call was open."));
    }

    /** Ends every stream, because the server stops: unlike other calls they would not end by themselves. */
    void endStreams() {
        end(Open::isStream, stopping());
    }

    /** Ends every call, because the server stops. */
    void endAll() {
        end(call -> true, stopping());
    }

    private static GraphkeepException stopping() {
        return new GraphkeepException(Reason.SERVER_STOPPING, "The server stopped while the call was open.")
                .retryAfter(Duration.ofSeconds(1));
    }

    private void end(Predicate<Open> which, GraphkeepException why) {
        List.copyOf(open.values()).stream()
                .filter(which)
                .forEach(call -> call.end().accept(why));
    }

    private Set<UUID> tokensInUse() {
        var ids = new HashSet<UUID>();
        open.values().forEach(call -> ids.add(call.principal().tokenId()));
        return ids;
    }

    private static boolean hasExpired(Principal principal, Instant now) {
        var end = principal.expiresAt();
        return end != null && !now.isBefore(end);
    }
}
