package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import java.util.UUID;

/** Who this catalog is, and how far it has come. */
public record InstanceRow(UUID id, long generation, long collectorEpoch, OffsetDateTime createdAt) {}
