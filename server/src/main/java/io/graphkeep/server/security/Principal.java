package io.graphkeep.server.security;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call: the token behind it, with its role and its graphs.
 *
 * @param tokenId the token's id, which is what makes two callers the same
 * @param name the token's name, which stands in events and in {@code created_by}
 * @param expiresAt when the token ends; null where it does not
 */
public record Principal(
        UUID tokenId,
        String name,
        Role role,
        Scopes scopes,
        @Nullable Instant expiresAt) {
    private static final UUID NO_TOKEN = new UUID(0, 0);

    /** The server itself, for what schedules and sweepers do. */
    public static Principal server() {
        return new Principal(NO_TOKEN, "server", Role.ADMIN, Scopes.all(), null);
    }

    /** Whether it may do what takes this role. */
    public boolean mayUse(Role required) {
        return role.includes(required);
    }

    /** Whether this graph is in its scope. */
    public boolean sees(String graphId) {
        return scopes.covers(graphId);
    }
}
