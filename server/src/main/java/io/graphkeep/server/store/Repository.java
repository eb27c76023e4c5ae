package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.store.InstanceRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;

/**
 * The opening of a store: its key is found or made, and it is told apart from none at all.
 *
 * <p>A new repository is made only where there is nothing whatever: over anything else a missing key, a missing catalog or a
 * missing store is an error that says so.
 */
final class Repository {
    private final Backend backend;
    private final Database database;
    private final MasterKeyFile keyFile;
    private final Ids ids;
    private final Clock clock;

    Repository(Backend backend, Database database, MasterKeyFile keyFile, Ids ids, Clock clock) {
        this.backend = backend;
        this.database = database;
        this.keyFile = keyFile;
        this.ids = ids;
        this.clock = clock;
    }

    /** What an opened store is known by. */
    record Opened(RepositoryKey key, UUID instance) {}

    Opened open() throws IOException {
        var instance = Instance.get(database, ids, clock);
        var wrapped = new WrappedKeys(backend);
        if (backend.stat(ObjectNames.REPOSITORY).isEmpty()) {
            requireNothingLost(instance);
            var key = wrapped.isEmpty() ? makeKey(wrapped) : readKey(wrapped);
            putRepository(key, instance);
            return new Opened(key, instance.id());
        }
        SealedObject.requireKnownFormat(ObjectNames.REPOSITORY, SealedObject.readAll(backend, ObjectNames.REPOSITORY));
        var key = readKey(wrapped);
        SealedObject.read(backend, key.cipher(ObjectNames.REPOSITORY));
        return new Opened(key, instance.id());
    }

    /** A store that has gone (a disk that is not mounted, say) must not be replaced by an empty one. */
    private void requireNothingLost(InstanceRow instance) throws IOException {
        if (instance.generation() > 0) {
            throw new GraphkeepException(
                    Reason.STORE_UNAVAILABLE,
                    "The catalog knows a store of generation " + instance.generation() + ", and in "
                            + backend.describe() + " there is none: is its disk mounted, is the path right?");
        }
        var found = new long[1];
        for (var prefix :
                new String[] {ObjectNames.PACKS, ObjectNames.MANIFESTS, ObjectNames.OWNERS, ObjectNames.STATE}) {
            backend.list(prefix, object -> found[0]++);
        }
        if (found[0] > 0) {
            throw new GraphkeepException(
                    Reason.STORE_DAMAGED,
                    "The store in " + backend.describe() + " has " + found[0]
                            + " objects and has lost the object \"repository\". Nothing was changed in it.");
        }
    }

    private RepositoryKey makeKey(WrappedKeys wrapped) throws IOException {
        var master = keyFile.read().orElseGet(() -> keyFile.make(ids));
        return wrapped.make(master, ids);
    }

    private RepositoryKey readKey(WrappedKeys wrapped) throws IOException {
        var master = keyFile.read()
                .orElseThrow(() -> new GraphkeepException(
                        Reason.KEY_UNAVAILABLE,
                        "The store in " + backend.describe() + " is there, and its master key is not: " + keyFile.path()
                                + " does not exist. Put the copy of it there."));
        return wrapped.read(master);
    }

    private void putRepository(RepositoryKey key, InstanceRow instance) throws IOException {
        var repository = io.graphkeep.format.v1.Repository.newBuilder()
                .setInstanceId(instance.id().toString())
                .setCreatedUs(Instance.micros(instance.createdAt().toInstant()))
                .build();
        SealedObject.put(backend, key.cipher(ObjectNames.REPOSITORY), repository.toByteArray());
    }
}
