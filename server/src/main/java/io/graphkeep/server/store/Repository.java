package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.InstanceRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opening of a store: its key is found or made, and it is told apart from none at all.
 *
 * <p>A new repository is made only where there is nothing whatever: over anything else a missing key, a missing catalog or a
 * missing store is an error that says so.
 */
final class Repository {
    private static final Logger LOG = LoggerFactory.getLogger(Repository.class);

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
        requireWhole();
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

    private void requireWhole() {
        var rebuilding = database.read(tx -> tx.mapper(InstanceMapper.class).rebuilding());
        if (rebuilding != null) {
            throw new GraphkeepException(
                    Reason.STORE_UNAVAILABLE,
                    "This catalog is being made from its store, and that has not ended: run `graphkeep catalog "
                            + rebuilding.toLowerCase(Locale.ROOT) + "` again, with the server stopped.");
        }
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
        var opened = wrapped.open(master);
        if (opened.isOlder()) {
            LOG.warn(
                    "The store was opened by master key {}, which fits its wrapped key number {}; number {} is newer,"
                            + " and another master key fits it. A rotation was interrupted, or the key file is an older"
                            + " copy. Run graphkeep key rotate to have one key again, and export it.",
                    master.fingerprint(),
                    opened.number(),
                    opened.newest());
        }
        return opened.key();
    }

    private void putRepository(RepositoryKey key, InstanceRow instance) throws IOException {
        var repository = io.graphkeep.format.v1.Repository.newBuilder()
                .setInstanceId(instance.id().toString())
                .setCreatedUs(Instance.micros(instance.createdAt().toInstant()))
                .build();
        SealedObject.put(backend, key.cipher(ObjectNames.REPOSITORY), repository.toByteArray());
    }
}
