package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.Space;
import java.time.Instant;
import java.util.Optional;

/**
 * How the store stands, cheap to ask for.
 *
 * @param readOnly why nothing may be written, or empty
 * @param orphanPacks packs that sessions announced and ended without: they await a cleanup
 * @param orphanManifests manifests without a snapshot in the catalog, as last listed
 * @param pendingRecords state records that are not in the store yet
 * @param oldestSession when the session was opened that is open longest and holds up sweeping
 */
public record StoreStatus(
        Optional<String> readOnly,
        long generation,
        long packs,
        long packBytes,
        long segments,
        long condemnedPacks,
        long condemnedBytes,
        long orphanPacks,
        long orphanManifests,
        long pendingRecords,
        Optional<Space> space,
        long reserveBytes,
        Optional<Instant> oldestSession) {

    /** Whether captures, pushes and restores are refused for want of room. */
    public boolean isFull() {
        return space.map(room -> room.usable() < reserveBytes).orElse(false);
    }
}
