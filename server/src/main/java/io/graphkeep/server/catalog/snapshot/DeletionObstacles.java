package io.graphkeep.server.catalog.snapshot;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of a graph's snapshots speaks against deleting the graph.
 *
 * @param snapshots how many there are, but for those being deleted
 * @param held one with a hold
 * @param fresh one within its protected period
 */
public record DeletionObstacles(
        long snapshots, @Nullable UUID held, @Nullable UUID fresh) {}
