package io.graphkeep.server.store;

import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What lies in a store, read without trusting a catalog, and entered into one: its index, and what manifests refer to.
 *
 * <p>Makes no repository and no key. An object that is damaged is told to the findings, by name, and does not stop the rest. Not
 * thread-safe, and not to be used beside a server.
 */
public final class StoreContents implements AutoCloseable {
    private final Backend backend;
    private final Database database;
    private final RepositoryKey key;
    private final Findings findings;
    private final Ids ids;
    private final Clock clock;
    private final PackReaders packs;
    private final StoreOwner owner;
    private final Damage damage;

    private StoreContents(
            Backend backend,
            Database database,
            RepositoryKey key,
            Findings findings,
            EventLog events,
            Ids ids,
            Clock clock) {
        this.backend = backend;
        this.database = database;
        this.key = key;
        this.findings = findings;
        this.ids = ids;
        this.clock = clock;
        this.packs = new PackReaders(database, backend, key);
        this.owner = new StoreOwner(backend, key, findings);
        this.damage = new Damage(database, backend, new Manifests(backend, key), new WriteGate(), events);
    }

    /** Opens a store that is there, with a key that is there. */
    public static StoreContents open(
            Backend backend,
            Database database,
            MasterKeyFile keyFile,
            Findings findings,
            EventLog events,
            Ids ids,
            Clock clock) {
        try {
            var wrapped = new WrappedKeys(backend);
            if (wrapped.isEmpty()) {
                throw new GraphkeepException(
                        Reason.STORE_UNAVAILABLE,
                        "There is no store in " + backend.describe()
                                + ", or it has lost its keys (keys/<n>): is its disk mounted, is the path right?");
            }
            var master = keyFile.read()
                    .orElseThrow(() -> new GraphkeepException(
                            Reason.KEY_UNAVAILABLE,
                            "The store in " + backend.describe() + " is there, and its master key is not: "
                                    + keyFile.path() + " does not exist. Put the copy of it there."));
            return new StoreContents(backend, database, wrapped.read(master), findings, events, ids, clock);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Who the store belongs to, as its newest owner says that can be read. */
    public UUID instance() {
        try {
            return owner.instance(ids);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** When the store was made; now where that cannot be read. */
    public OffsetDateTime madeAt() {
        try {
            return time(owner.madeAtMicros().orElse(Instance.micros(clock.instant())));
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Takes the store over as a new generation for the catalog's instance, whoever had it; returns the generation. */
    public long takeOver() {
        try {
            owner.requireRepository(instance(), clock);
            return new Ownership(backend, database, key, new WriteGate(), clock).seize(ids.next());
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Gives every state record that can be read, in no order. Returns the greatest number, of readable and unreadable ones. */
    public long readRecords(RecordVisitor visitor, ReadingProgress progress) {
        try {
            return new RecordReading(backend, key, findings).run(visitor, progress);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Gives every manifest, in no order, those that cannot be read too. */
    public void readManifests(ManifestVisitor visitor, ReadingProgress progress) {
        try {
            new ManifestReading(backend, key, findings).run(visitor, progress);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Makes the catalog's index what the store holds: packs, segments, and where they lie. What is entered belongs to the session. */
    public void readIndex(UUID session, ReadingProgress progress) {
        try {
            new PackReading(backend, database, key, findings).run(session, progress);
            var lists = new PlacedLists(database, packs, findings);
            new SegmentEntry(database, lists, session).run(progress);
            new SegmentMove(database, lists).run(progress);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** A way to find what snapshots refer to; to be closed. What it must add to the index belongs to the session. */
    public SnapshotSegments segments(UUID session) {
        return SnapshotSegments.open(database, packs, damage, ids, clock, session);
    }

    /** Drops what no snapshot refers to from the index, and condemns the packs of which nothing is left. */
    public void settleIndex() {
        try {
            new IndexSettlement(database).run();
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Removes a manifest whose graph was deleted. */
    public void removeManifest(UUID graph, UUID snapshot) {
        try {
            backend.delete(ObjectNames.manifest(graph, snapshot));
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Where the store lies. */
    public String describe() {
        return backend.describe();
    }

    @Override
    public void close() {
        packs.close();
    }

    private static OffsetDateTime time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Is given state records. */
    @FunctionalInterface
    public interface RecordVisitor {
        void visit(io.graphkeep.format.v1.StateRecord record);
    }

    /** Is given manifests. */
    public interface ManifestVisitor {
        /** One that is what it should be. */
        void visit(UUID graph, UUID snapshot, Manifest manifest, byte[] digest);

        /** One that is there and cannot be read. */
        void visitDamaged(UUID graph, UUID snapshot, String why);
    }
}
