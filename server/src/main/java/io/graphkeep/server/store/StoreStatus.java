package io.graphkeep.server.store;

import java.time.Instant;
import java.util.Optional;

/**
 * How the store stands, cheap to ask for.
 *
 * @param readOnly why nothing may be written, or empty
 * @param condemnedBytes of all that cleanups will remove: what nothing needs any more, and what aborted writers have left
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
        StoreRoom room,
        Optional<Instant> oldestSession) {}
