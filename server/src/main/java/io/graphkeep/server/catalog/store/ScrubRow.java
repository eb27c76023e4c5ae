package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How long ago the store's packs were looked at.
 *
 * @param oldest when the one was that was not looked at for longest; null where there are none
 */
public record ScrubRow(
        long bytes, long overdueBytes, @Nullable OffsetDateTime oldest) {}
