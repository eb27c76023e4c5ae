package io.graphkeep.server.config;

/** A part of the server that the operator can switch off; all are on by default. */
public enum Switch {
    BACKUP("Off: captures and pushes are refused; restores, lists and verification work on."),
    REPLICATION("Off: ReplicationService answers that it is switched off, and nothing is sent to targets."),
    RECOVERY("Off: RecoveryService answers that it is switched off, and no recovery points are made."),
    METRICS("Off: `/metrics` is closed. The probes `/livez` and `/readyz` are not."),
    HEALTH_CHECK("Off: nothing is probed, and health is UNKNOWN."),
    EVENT_LOGGING("Off: events of routine kinds are dropped. The audit stays.");

    private final String meaning;

    Switch(String meaning) {
        this.meaning = meaning;
    }

    /** The key that turns it off and on, as the operator writes it. */
    public String key() {
        return Key.PREFIX + stem();
    }

    String stem() {
        return name() + "_ENABLED";
    }

    String meaning() {
        return meaning;
    }
}
