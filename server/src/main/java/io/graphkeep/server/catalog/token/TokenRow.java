package io.graphkeep.server.catalog.token;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as the catalog knows it, but for the hash of its secret, which no one needs to read.
 *
 * @param scopes graph ids or {@code prefix*}, with commas between them; empty means every graph
 * @param bootstrap whether it is the admin token that the server made for itself
 */
public record TokenRow(
        UUID id,
        String name,
        String role,
        String scopes,
        boolean bootstrap,
        OffsetDateTime createdAt,
        String createdBy,
        @Nullable OffsetDateTime expiresAt,
        @Nullable OffsetDateTime revokedAt) {}
