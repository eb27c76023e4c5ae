package io.graphkeep.server.catalog.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pack as the collector sees it. */
public record CollectedPackRow(
        long number, UUID id, PackState state, @Nullable Long condemnedEpoch, long size) {}
