package io.graphkeep.server.security;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a token is for.
 *
 * <p>Not a ladder: an agent reads and pushes its own graphs and deletes nothing, and a peer is another instance, which
 * neither includes nor is included in any of the others.
 */
public enum Role {
    /** Health, metrics, events and status; no file names, no contents. */
    MONITOR,
    /** What a monitor sees, and the contents of snapshots. */
    READER,
    /** What a reader sees, and pushes of its own graphs. */
    AGENT,
    /** Another instance, for the replicas of its own origin. */
    PEER,
    /** Everything that protects and brings back graphs. */
    OPERATOR,
    /** Everything but what only another instance may do. */
    ADMIN;

    /** Whether a token of this role may do what takes {@code required}. */
    public boolean includes(Role required) {
        return included().contains(required);
    }

    private Set<Role> included() {
        return switch (this) {
            case MONITOR -> EnumSet.of(MONITOR);
            case READER -> EnumSet.of(MONITOR, READER);
            case AGENT -> EnumSet.of(MONITOR, READER, AGENT);
            case PEER -> EnumSet.of(PEER);
            case OPERATOR -> EnumSet.of(MONITOR, READER, AGENT, OPERATOR);
            case ADMIN -> EnumSet.complementOf(EnumSet.of(PEER));
        };
    }
}
