package io.graphkeep.server.store;

import io.graphkeep.format.v1.Owner;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.InstanceRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a store: its key is found or made, and it is told apart from another's, an older one's and none at all.
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
        var instance = instance();
        var wrapped = new WrappedKeys(backend);
        if (backend.stat(ObjectNames.REPOSITORY).isEmpty()) {
            requireNothingLost(instance);
            var key = wrapped.isEmpty() ? makeKey(wrapped) : readKey(wrapped);
            putRepository(key, instance);
            return new Opened(key, instance.id());
        }
        SealedObject.requireHeader(
                ObjectNames.REPOSITORY, SealedObject.readAll(backend, ObjectNames.REPOSITORY));
        var key = readKey(wrapped);
        SealedObject.read(backend, key.cipher(ObjectNames.REPOSITORY));
        return new Opened(key, instance.id());
    }

    /**
     * Takes the store over for this process, or closes the gate with the reason why not.
     *
     * @return the generation in force
     */
    long takeOver(Opened opened, UUID process, WriteGate gate) throws IOException {
        var owners = new Owners(backend, opened.key());
        while (true) {
            var newest = owners.newest();
            var instance = instance();
            var why = newest == null ? null : refusal(newest, instance);
            if (why != null) {
                gate.close(why);
                return instance.generation();
            }
            var next = (newest == null ? 0 : newest.getGeneration()) + 1;
            // The catalog first: dying in between leaves it ahead by one, which is no sign of an older catalog.
            database.inTransaction(tx -> tx.mapper(InstanceMapper.class).raiseGeneration(next));
            var owner = Owner.newBuilder()
                    .setGeneration(next)
                    .setInstanceId(opened.instance().toString())
                    .setProcessId(process.toString())
                    .setTimeUs(micros(clock.instant()))
                    .build();
            if (owners.put(owner)) {
                return next;
            }
        }
    }

    /** Whether the store still is what this server took over: looked at before manifests and sweeps. */
    void requireOwned(Opened opened, WriteGate gate) throws IOException {
        gate.requireOpen();
        var newest = new Owners(backend, opened.key()).newest();
        var why = newest == null ? "The store has lost the record of its owner." : refusal(newest, instance());
        if (why != null) {
            gate.close(why);
            gate.requireOpen();
        }
    }

    private @Nullable String refusal(Owner newest, InstanceRow instance) {
        if (!newest.getInstanceId().equals(instance.id().toString())) {
            if (database.read(tx -> tx.mapper(InstanceMapper.class).isEmpty())) {
                throw new GraphkeepException(
                        Reason.STORE_FOREIGN,
                        "The catalog is empty, and the store in " + backend.describe() + " is not: it belongs to instance "
                                + newest.getInstanceId() + ". Give the server that instance's database, or recreate the"
                                + " catalog from the store with: graphkeep catalog rebuild");
            }
            return "The store in " + backend.describe() + " belongs to instance " + newest.getInstanceId()
                    + ", and this catalog to instance " + instance.id()
                    + ". Nothing is written. To bring them together: graphkeep catalog reconcile";
        }
        if (newest.getGeneration() > instance.generation()) {
            return "The catalog is older than its store (generation " + instance.generation() + ", the store has "
                    + newest.getGeneration()
                    + "): an old dump was restored. Nothing is written until this was run: graphkeep catalog reconcile";
        }
        if (newest.getGeneration() + 1 < instance.generation()) {
            return "The store in " + backend.describe() + " is older than its catalog (generation "
                    + newest.getGeneration() + ", the catalog has " + instance.generation()
                    + "): an old copy was put in its place. Nothing is written until this was run:"
                    + " graphkeep catalog reconcile";
        }
        return null;
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
        for (var prefix : new String[] {ObjectNames.PACKS, ObjectNames.MANIFESTS, ObjectNames.OWNERS, ObjectNames.STATE}) {
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
                        "The store in " + backend.describe() + " is there, and its master key is not: "
                                + keyFile.path() + " does not exist. Put the copy of it there."));
        return wrapped.read(master);
    }

    private void putRepository(RepositoryKey key, InstanceRow instance) throws IOException {
        var repository = io.graphkeep.format.v1.Repository.newBuilder()
                .setInstanceId(instance.id().toString())
                .setCreatedUs(micros(instance.createdAt().toInstant()))
                .build();
        SealedObject.put(backend, key.cipher(ObjectNames.REPOSITORY), repository.toByteArray());
    }

    private InstanceRow instance() {
        return database.inTransaction(tx -> {
            var mapper = tx.mapper(InstanceMapper.class);
            var row = mapper.find();
            if (row != null) {
                return row;
            }
            mapper.insertIfAbsent(ids.next(), OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
            return Objects.requireNonNull(mapper.find());
        });
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
