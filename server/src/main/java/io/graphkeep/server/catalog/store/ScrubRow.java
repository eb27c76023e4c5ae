package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How long ago the store's packs were looked at.
 *
 * @param oldest when the one was that was not looked at for longest; null where that is known of none
 * @param unknownBytes of which it is not known when they were looked at
 */
public record ScrubRow(
        long bytes,
        long overdueBytes,
        long unknownBytes,
        @Nullable OffsetDateTime oldest) {}
