package io.graphkeep.server.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What this server can say of itself.
 *
 * @param instanceName for people; may be empty
 * @param nodes the server processes of the instance that are up, asked anew each time
 * @param readOnly whether the catalog is not the newest owner of its store
 */
public record ServerFacts(
        UUID instanceId,
        String instanceName,
        String version,
        String node,
        Instant startedAt,
        int formatVersion,
        String chunker,
        Supplier<List<NodeFacts>> nodes,
        BooleanSupplier readOnly) {

    /** A server process of the instance. */
    public record NodeFacts(String node, String version, Instant startedAt) {}
}
