package io.graphkeep.server.monitoring;

/**
 * What a look at a component brought.
 *
 * @param reason a stable word for scripts; empty when healthy
 * @param message why, as a sentence
 * @param advice what to do, as a sentence; empty when healthy
 */
public record Verdict(HealthState state, String reason, String message, String advice) {

    public static Verdict healthy(String message) {
        return new Verdict(HealthState.HEALTHY, "", message, "");
    }

    public static Verdict degraded(String reason, String message, String advice) {
        return new Verdict(HealthState.DEGRADED, reason, message, advice);
    }

    public static Verdict critical(String reason, String message, String advice) {
        return new Verdict(HealthState.CRITICAL, reason, message, advice);
    }

    public static Verdict unknown(String reason, String message, String advice) {
        return new Verdict(HealthState.UNKNOWN, reason, message, advice);
    }

    /** Whether it says the same, in other words perhaps. */
    public boolean isLike(Verdict other) {
        return state == other.state && reason.equals(other.reason);
    }
}
