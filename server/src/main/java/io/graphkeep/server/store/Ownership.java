package io.graphkeep.server.store;

import io.graphkeep.format.v1.Owner;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.InstanceRow;
import io.graphkeep.server.catalog.store.StateRecordMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose store this is: the newest owner in it must be this catalog's instance, at a generation that the catalog knows.
 *
 * <p>A catalog that is foreign to the store, or older than it, closes the gate: what is there is read, nothing is written.
 */
final class Ownership {
    /** A database that was ended by force passes over 32 numbers, each time. */
    private static final int RECORDS_LOOKED_AT = 100;

    private static final String RECONCILE =
            "Nothing is written; restores of the snapshots that the catalog knows work. Start the server with a newer"
                + " catalog of this instance, or stop it and run `graphkeep catalog reconcile`, which brings this one"
                + " up to the store.";

    private final Backend backend;
    private final Database database;
    private final Owners owners;
    private final WriteGate gate;
    private final Clock clock;

    Ownership(Backend backend, Database database, RepositoryKey key, WriteGate gate, Clock clock) {
        this.backend = backend;
        this.database = database;
        this.owners = new Owners(backend, key);
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Takes the store over for this process, or closes the gate with the reason why not.
     *
     * @return the generation in force
     */
    long takeOver(UUID process) throws IOException {
        while (true) {
            var newest = owners.newest();
            var instance = instance();
            var why = newest == null ? null : refusal(newest, instance);
            why = why == null ? laterRecord() : why;
            if (why != null) {
                gate.close(why);
                return instance.generation();
            }
            var next = (newest == null ? 0 : newest.getGeneration()) + 1;
            if (put(next, instance, process)) {
                return next;
            }
        }
    }

    /** Takes the store over for this catalog whoever has it, for a rebuild: a server that has it still writes no more. */
    long seize(UUID process) throws IOException {
        while (true) {
            var instance = instance();
            var next = Math.max(owners.greatest(), instance.generation()) + 1;
            if (put(next, instance, process)) {
                return next;
            }
        }
    }

    private boolean put(long generation, InstanceRow instance, UUID process) throws IOException {
        // The catalog first: dying in between leaves it ahead by one, which is no sign of an older catalog.
        database.inTransaction(tx -> tx.mapper(InstanceMapper.class).raiseGeneration(generation));
        return owners.put(Owner.newBuilder()
                .setGeneration(generation)
                .setInstanceId(instance.id().toString())
                .setProcessId(process.toString())
                .setTimeUs(Instance.micros(clock.instant()))
                .build());
    }

    /**
     * A dump of the catalog that was taken after this server's last start is of the store's generation; what was recorded since
     * shows. Numbers have gaps, of transactions that were rolled back, so some are looked at.
     */
    private @Nullable String laterRecord() throws IOException {
        var last = database.read(tx -> tx.mapper(StateRecordMapper.class).greatest());
        for (var number = last + 1; number <= last + RECORDS_LOOKED_AT; number++) {
            var found = number;
            if (backend.stat(ObjectNames.state(number)).isPresent()
                    && !database.read(tx -> tx.mapper(StateRecordMapper.class).exists(found))) {
                return "The catalog is older than its store: it ends at state record " + last + ", and the store has "
                        + number + ". An old dump was restored. " + RECONCILE;
            }
        }
        return null;
    }

    /** Whether the store still is what this server took over: looked at before manifests and sweeps. */
    void requireOwned() throws IOException {
        gate.requireOpen();
        database.read(RebuildFence::require);
        var newest = owners.newest();
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
                        "The catalog is empty, and the store in " + backend.describe()
                                + " is not: it belongs to instance "
                                + newest.getInstanceId() + ". Start the server with that instance's database, or with"
                                + " its newest dump, or name an empty directory as the store. Where the database is"
                                + " lost, stop the server and run `graphkeep catalog rebuild`, which makes a new one of"
                                + " the store. Until then nothing can be restored.");
            }
            return "The store in " + backend.describe() + " belongs to instance " + newest.getInstanceId()
                    + ", and this catalog to instance " + instance.id()
                    + ". Nothing is written; restores work. Start the server with the database, or its newest dump, of"
                    + " the instance that the store belongs to, or with the store of this catalog.";
        }
        if (newest.getGeneration() > instance.generation()) {
            return "The catalog is older than its store (generation " + instance.generation() + ", the store has "
                    + newest.getGeneration()
                    + "): an old dump was restored. " + RECONCILE;
        }
        if (newest.getGeneration() + 1 < instance.generation()) {
            return "The store in " + backend.describe() + " is older than its catalog (generation "
                    + newest.getGeneration() + ", the catalog has " + instance.generation()
                    + "): an old copy was put in its place. Nothing is written; restores of what the copy holds work."
                    + " Put the newest copy of the store back.";
        }
        return null;
    }

    private InstanceRow instance() {
        return database.read(
                tx -> Objects.requireNonNull(tx.mapper(InstanceMapper.class).find()));
    }
}
