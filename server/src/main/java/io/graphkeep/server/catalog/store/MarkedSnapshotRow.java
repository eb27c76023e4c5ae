package io.graphkeep.server.catalog.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A snapshot and the numbers of its segments, as a bitmap. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record MarkedSnapshotRow(UUID id, byte @Nullable [] segments) {}
