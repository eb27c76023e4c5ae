package io.graphkeep.server.backup;

import java.time.Duration;

/** A count of time that nobody can set: how long this machine has been up, sleep included. */
public interface Uptime {
    /** Names the time since the machine was started: after another start the count begins anew. */
    String boot();

    Duration now();
}
