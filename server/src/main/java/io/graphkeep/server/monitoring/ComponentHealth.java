package io.graphkeep.server.monitoring;

import java.time.Instant;

/**
 * How one component stands.
 *
 * @param since since when it has been in this state for this reason
 * @param checked when it was last looked at
 */
public record ComponentHealth(String component, Verdict verdict, Instant since, Instant checked) {

    public HealthState state() {
        return verdict.state();
    }
}
