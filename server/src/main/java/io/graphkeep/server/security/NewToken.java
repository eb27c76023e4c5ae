package io.graphkeep.server.security;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A token that is asked for.
 *
 * @param lifetime how long it is valid; null until it is revoked
 */
public record NewToken(
        String name, Role role, Scopes scopes, @Nullable Duration lifetime) {}
