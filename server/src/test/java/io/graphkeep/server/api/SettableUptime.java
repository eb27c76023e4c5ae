package io.graphkeep.server.api;

import io.graphkeep.server.backup.Uptime;
import java.time.Duration;

/** A machine that is up for as long as a test says, and that a test can start anew. */
final class SettableUptime implements Uptime {
    private Duration up = Duration.ofHours(1);
    private String boot = "first";

    synchronized void advance(Duration time) {
        up = up.plus(time);
    }

    synchronized void startAnew() {
        boot = boot + " again";
        up = Duration.ZERO;
    }

    @Override
    public synchronized String boot() {
        return boot;
    }

    @Override
    public synchronized Duration now() {
        return up;
    }
}
