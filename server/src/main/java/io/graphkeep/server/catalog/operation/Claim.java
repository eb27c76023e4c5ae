package io.graphkeep.server.catalog.operation;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.UUID;

/**
 * Who asks for work, and for which.
 *
 * @param kinds those that the process can run
 * @param failing those of them that are not resumed but failed once a claimer was lost, which needs no particular node
 * @param busy operations whose earlier attempt has not left this process yet
 */
public record Claim(
        UUID process,
        String node,
        OffsetDateTime now,
        OffsetDateTime leaseUntil,
        Collection<String> kinds,
        Collection<String> failing,
        Collection<UUID> busy) {}
