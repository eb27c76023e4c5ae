package io.graphkeep.server.api;

import io.graphkeep.server.backup.Uptime;
import java.time.Duration;

/** A machine that is up for as long as a test says, and that a test can start anew. */
final class SettableUptime implements Uptime {
    private volatile Duration up = Duration.ofHours(1);
    private volatile String boot = "first";

    void advance(Duration time) {
        up = up.plus(time);
    }

    void startAnew() {
        boot = boot + " again";
        up = Duration.ZERO;
    }

    @Override
    public String boot() {
        return boot;
    }

    @Override
    public Duration now() {
        return up;
    }
}
