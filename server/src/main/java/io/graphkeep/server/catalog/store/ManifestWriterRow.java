package io.graphkeep.server.catalog.store;

import java.util.UUID;

/** Who announced the manifest of a snapshot. */
public record ManifestWriterRow(UUID snapshotId, UUID sessionId, SessionState state) {}
