package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.Space;
import java.util.Optional;

/**
 * The room on the store's disk.
 *
 * @param space empty where the backend cannot tell, as with an object store
 * @param reserveBytes free bytes below which nothing but a cleanup may be written
 */
public record StoreRoom(Optional<Space> space, long reserveBytes) {
    /** Whether captures, pushes and restores are refused for want of room. */
    public boolean isFull() {
        return space.map(room -> room.usable() < reserveBytes).orElse(false);
    }
}
