package io.graphkeep.server.catalog.rebuild;

import java.time.OffsetDateTime;
import java.util.UUID;

/** A pack that lies in the store and can be read. */
public record RebuiltPackRow(
        UUID id, String kind, UUID sessionId, long size, int blocks, int chunks, OffsetDateTime createdAt) {}
