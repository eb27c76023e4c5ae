package io.graphkeep.server.security;

import java.util.Set;
import java.util.UUID;

public final class Tokens {
    public Principal verify(TokenSecret secret) {
        return new Principal(UUID.randomUUID(), secret.toString(), Role.ADMIN, Scopes.all(), null);
    }

    public Set<UUID> revokedAmong(Set<UUID> ids) {
        return Set.of();
    }
}
