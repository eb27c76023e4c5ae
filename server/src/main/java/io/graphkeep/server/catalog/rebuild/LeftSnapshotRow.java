package io.graphkeep.server.catalog.rebuild;

import java.util.UUID;

/** A snapshot of the catalog whose manifest is not in the store. */
public record LeftSnapshotRow(UUID id, UUID graphUid, String state) {}
