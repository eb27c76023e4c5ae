package io.graphkeep.server.backup;

import io.graphkeep.server.store.HeldBytes;
import io.graphkeep.server.store.StoreStatus;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the store can add up.
 *
 * @param held what the snapshots of a graph hold together
 * @param status how it stands
 */
public record StoredSums(Function<UUID, HeldBytes> held, Supplier<StoreStatus> status) {}
