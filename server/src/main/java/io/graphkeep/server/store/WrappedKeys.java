package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectExistsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The objects {@code keys/<n>}: the repository's key, wrapped by the master key of the day. The greatest number counts. */
final class WrappedKeys {
    private static final int NONCE_BYTES = 12;

    private final Backend backend;

    WrappedKeys(Backend backend) {
        this.backend = backend;
    }

    boolean isEmpty() throws IOException {
        return NumberedObjects.greatest(backend, ObjectNames.KEYS) == 0;
    }

    RepositoryKey read(MasterKey master) throws IOException {
        var newest = NumberedObjects.greatest(backend, ObjectNames.KEYS);
        if (newest == 0) {
            throw new GraphkeepException(
                    Reason.KEY_UNAVAILABLE,
                    "The store in " + backend.describe() + " has lost its wrapped keys (keys/<n>): without them nothing"
                            + " in it can be read.");
        }
        var name = ObjectNames.key(newest);
        return WrappedKey.unwrap(name, SealedObject.readAll(backend, name), master);
    }

    /** Makes the first key of a new repository and reads it back, for it is the only one that there will ever be. */
    RepositoryKey make(MasterKey master, Ids ids) throws IOException {
        var name = ObjectNames.key(1);
        var made = new RepositoryKey(ids.bytes(RepositoryKey.BYTES));
        try {
            var object = WrappedKey.wrap(name, made, master, ids.bytes(NONCE_BYTES));
            backend.put(name, List.of(ByteBuffer.wrap(object)));
        } catch (ObjectExistsException e) {
            return read(master); // Another start was first: its key is the one.
        }
        return read(master);
    }
}
