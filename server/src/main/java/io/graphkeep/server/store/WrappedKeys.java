package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectExistsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The objects {@code keys/<n>}: the repository's key, wrapped by a master key. There is one, or more from a rotation of the
 * master key until the new one was exported.
 */
final class WrappedKeys {
    private static final int NONCE_BYTES = 12;

    private final Backend backend;

    WrappedKeys(Backend backend) {
        this.backend = backend;
    }

    /**
     * A repository's key, and where it was found.
     *
     * @param number of the wrapped key that the master key has opened
     * @param newest the greatest number that there is
     */
    record Opened(RepositoryKey key, long number, long newest) {
        /** Whether a newer wrapped key is there, which another master key opens. */
        boolean isOlder() {
            return number < newest;
        }
    }

    boolean isEmpty() throws IOException {
        return numbers().isEmpty();
    }

    /** The numbers of all, the newest first. */
    List<Long> numbers() throws IOException {
        return NumberedObjects.all(backend, ObjectNames.KEYS);
    }

    RepositoryKey read(MasterKey master) throws IOException {
        return open(master).key();
    }

    /** Opens the newest that this master key fits. */
    Opened open(MasterKey master) throws IOException {
        var numbers = numbers();
        if (numbers.isEmpty()) {
            throw new GraphkeepException(
                    Reason.KEY_UNAVAILABLE,
                    "The store in " + backend.describe() + " has lost its wrapped keys (keys/<n>): without them nothing"
                            + " in it can be read.");
        }
        @Nullable GraphkeepException foreign = null;
        @Nullable DamagedException damaged = null;
        for (var number : numbers) {
            var name = ObjectNames.key(number);
            try {
                var key = WrappedKey.unwrap(name, SealedObject.readAll(backend, name), master);
                return new Opened(key, number, numbers.getFirst());
            } catch (DamagedException e) {
                damaged = damaged == null ? e : damaged;
            } catch (GraphkeepException e) {
                if (e.reason() != Reason.KEY_UNAVAILABLE) {
                    throw e;
                }
                foreign = foreign == null ? e : foreign;
            }
        }
        if (damaged != null) {
            throw damaged;
        }
        throw Objects.requireNonNull(foreign);
    }

    /** Makes the first key of a new repository and reads it back, for it is the only one that there will ever be. */
    RepositoryKey make(MasterKey master, Ids ids) throws IOException {
        try {
            put(1, new RepositoryKey(ids.bytes(RepositoryKey.BYTES)), master, ids);
        } catch (ObjectExistsException e) {
            return read(master); // Another start was first: its key is the one.
        }
        return read(master);
    }

    /** Wraps a key with another master key beside those that are there, and reads it back; returns its number. */
    long add(RepositoryKey key, MasterKey master, Ids ids) throws IOException {
        var number = numbers().getFirst() + 1;
        put(number, key, master, ids);
        var read = open(master);
        if (read.number() != number || !Arrays.equals(read.key().reveal(), key.reveal())) {
            throw new DamagedException("The object " + ObjectNames.key(number) + " is not what was written.");
        }
        return number;
    }

    private void put(long number, RepositoryKey key, MasterKey master, Ids ids) throws IOException {
        var name = ObjectNames.key(number);
        var object = WrappedKey.wrap(name, key, master, ids.bytes(NONCE_BYTES));
        backend.put(name, List.of(ByteBuffer.wrap(object)));
    }
}
