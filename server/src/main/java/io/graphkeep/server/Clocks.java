package io.graphkeep.server;

import java.time.Clock;
import java.time.Duration;

/** The one clock of the server: UTC, in the microseconds that the catalog keeps. */
final class Clocks {
    private Clocks() {}

    static Clock ofTheSystem() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }
}
