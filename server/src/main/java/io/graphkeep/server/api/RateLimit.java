package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How many calls a second each token may start: a bucket per token, which holds two seconds' worth for a burst.
 *
 * <p>Bounded: only the tokens seen last have a bucket, and one that is forgotten begins full again.
 */
final class RateLimit {
    private static final int TOKENS = 10_000;
    private static final double NANOS = 1e9;

    private final int perSecond;
    private final Clock clock;
    private final Map<UUID, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Bucket> eldest) {
            return size() > TOKENS;
        }
    };

    RateLimit(int perSecond, Clock clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Takes one call out of the token's bucket, or refuses with how long to wait. */
    void take(UUID token) {
        if (!tryTake(token)) {
            throw new GraphkeepException(
                            Reason.TOO_MANY_REQUESTS, "This token starts more than " + perSecond + " calls a second.")
                    .retryAfter(Duration.ofSeconds(1));
        }
    }

    private synchronized boolean tryTake(UUID token) {
        var now = clock.instant();
        return buckets.computeIfAbsent(token, id -> new Bucket(2.0 * perSecond, now))
                .take(now);
    }

    private final class Bucket {
        private double calls;
        private Instant filled;

        Bucket(double calls, Instant filled) {
            this.calls = calls;
            this.filled = filled;
        }

        boolean take(Instant now) {
            var passed = Duration.between(filled, now);
            if (passed.isPositive()) {
                calls = Math.min(2.0 * perSecond, calls + perSecond * (passed.toNanos() / NANOS));
                filled = now;
            }
            if (calls < 1) {
                return false;
            }
            calls -= 1;
            return true;
        }
    }
}
