package io.graphkeep.server.backup;

import io.graphkeep.server.store.StoreStatus;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What the store can add up.
 *
 * @param held the bytes that the snapshots of a graph hold together, before compression
 * @param status how it stands
 */
public record StoredSums(ToLongFunction<UUID> held, Supplier<StoreStatus> status) {}
