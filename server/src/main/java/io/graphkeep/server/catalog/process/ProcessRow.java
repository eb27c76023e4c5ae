package io.graphkeep.server.catalog.process;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a server.
 *
 * @param home names the home that it runs on: two live processes never share one, because a lock on the home forbids it
 */
public record ProcessRow(
        UUID id,
        UUID home,
        String node,
        long pid,
        String version,
        OffsetDateTime startedAt,
        OffsetDateTime leaseUntil,
        @Nullable OffsetDateTime endedAt) {}
