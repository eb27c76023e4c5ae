package io.graphkeep.server.store;

import io.graphkeep.format.v1.Owner;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectExistsException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The objects {@code owner/<n>}: who has taken the store over, the greatest number last. */
final class Owners {
    private static final long KEPT = 16;

    private final Backend backend;
    private final RepositoryKey key;

    Owners(Backend backend, RepositoryKey key) {
        this.backend = backend;
        this.key = key;
    }

    @Nullable
    Owner newest() throws IOException {
        var newest = greatest();
        if (newest == 0) {
            return null;
        }
        return Owner.parseFrom(SealedObject.read(backend, key.cipher(ObjectNames.owner(newest))));
    }

    /** The number of the newest, whether it can be read or not; 0 where there is none. */
    long greatest() throws IOException {
        return NumberedObjects.greatest(backend, ObjectNames.OWNERS);
    }

    /** Puts the owner of the next generation; false if another start was first. Old ones, which say nothing any more, go. */
    boolean put(Owner owner) throws IOException {
        try {
            SealedObject.put(backend, key.cipher(ObjectNames.owner(owner.getGeneration())), owner.toByteArray());
        } catch (ObjectExistsException e) {
            return false;
        }
        if (owner.getGeneration() > KEPT) {
            backend.delete(ObjectNames.owner(owner.getGeneration() - KEPT));
        }
        return true;
    }
}
