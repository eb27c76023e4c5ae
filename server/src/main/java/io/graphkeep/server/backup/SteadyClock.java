package io.graphkeep.server.backup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Tells whether the clock was set while the server ran: retention that follows a clock which jumped a year ahead would remove
 * everything.
 */
public final class SteadyClock {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Clock clock;
    private final LongSupplier nanos;
    private final Instant begun;
    private final long begunNanos;

    /** Watches a clock from now on, by the nanoseconds of one that cannot be set. */
    public SteadyClock(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.begun = clock.instant();
        this.begunNanos = nanos.getAsLong();
    }

    /** How far the clock is from where it should be; zero within what drift explains. */
    public Duration step() {
        var passed = Duration.ofNanos(nanos.getAsLong() - begunNanos);
        var step = Duration.between(begun.plus(passed), clock.instant());
        return step.abs().compareTo(TOLERANCE) > 0 ? step : Duration.ZERO;
    }
}
