package io.graphkeep.server.api;

import com.google.protobuf.Timestamp;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.TokenRole;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How values that several services show look in the contract. */
final class Views {
    private Views() {}

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static Timestamp timestamp(OffsetDateTime time) {
        return timestamp(time.toInstant());
    }

    static TokenRole role(Role role) {
        return switch (role) {
            case MONITOR -> TokenRole.TOKEN_ROLE_MONITOR;
            case READER -> TokenRole.TOKEN_ROLE_READER;
            case AGENT -> TokenRole.TOKEN_ROLE_AGENT;
            case PEER -> TokenRole.TOKEN_ROLE_PEER;
            case OPERATOR -> TokenRole.TOKEN_ROLE_OPERATOR;
            case ADMIN -> TokenRole.TOKEN_ROLE_ADMIN;
        };
    }
}
