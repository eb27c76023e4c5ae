package io.graphkeep.server.catalog.graph;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One graph as the catalog has it.
 *
 * @param state ACTIVE or DELETING
 * @param role PRIMARY, REPLICA or FENCED
 * @param kind what its files are, as the contract names it
 * @param source DIRECTORY, with path and node, or PUSHED
 * @param policy the policy as JSON
 * @param version grows with each change; the etag
 * @param sourceSince since when its source is the one that it is; null where it never was another
 */
public record GraphRow(
        UUID uid,
        String id,
        String state,
        String role,
        String kind,
        String source,
        @Nullable String sourcePath,
        @Nullable String sourceNode,
        List<String> sourceExcludes,
        boolean oneFileSystem,
        String description,
        String policy,
        Map<String, String> labels,
        long epoch,
        UUID originInstance,
        UUID originGraph,
        long version,
        OffsetDateTime createdAt,
        String createdBy,
        OffsetDateTime updatedAt,
        @Nullable OffsetDateTime sourceSince) {

    public boolean isDirectory() {
        return source.equals("DIRECTORY");
    }

    public boolean isDeleting() {
        return state.equals("DELETING");
    }
}
