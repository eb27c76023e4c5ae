package io.graphkeep.server.store;

import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SessionKind;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.catalog.store.StateRecordMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.ManifestFormat;
import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The store of one instance: snapshots are written to it and read from it in sessions.
 *
 * <p>Thread-safe. What it has acknowledged survives the loss of power; what it gives out is verified.
 */
public final class Store implements AutoCloseable {
    private static final Set<String> UNREADABLE = Set.of("CREATING", "DELETING");

    private final StoreParts parts;
    private final UUID instance;
    private final SnapshotDeletion deletion;
    private final ManifestSurvey survey;
    private final KeyRotation keys;
    private final StoreCheck check;
    private final ExecutorService puts = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("store-put-", 0).factory());
    private final SharedWriteRoom pushRoom;
    private final Writers writers;
    private volatile long orphanManifests;

    private Store(StoreParts parts, UUID instance, MasterKeyFile keyFile, KeyRotation keys) {
        this.parts = parts;
        this.instance = instance;
        this.keys = keys;
        this.pushRoom = new SharedWriteRoom(
                parts.settings().pushBytes(), parts.settings().packBytes());
        this.writers = new Writers(parts, puts, pushRoom);
        this.deletion = new SnapshotDeletion(parts);
        this.survey = new ManifestSurvey(parts.backend(), parts.database());
        this.check = new StoreCheck(parts, keyFile);
    }

    /**
     * Opens the store, or makes it where there is nothing, and takes it over for this process.
     *
     * <p>A catalog that is foreign to the store or older than it opens it for reading only: see {@link #status}. Of what an
     * earlier process left unfinished, sessions of dead processes end and state records are put; a deletion goes on when it
     * is asked for again.
     *
     * @param process the row of this server process, which exists in the catalog
     */
    public static Store open(
            StoreSettings settings,
            Backend backend,
            Database database,
            MasterKeyFile keyFile,
            EventLog events,
            Ids ids,
            Clock clock,
            UUID process) {
        try {
            var opened = new Repository(backend, database, keyFile, ids, clock).open();
            var gate = new WriteGate();
            var ownership = new Ownership(backend, database, opened.key(), gate, clock);
            ownership.takeOver(process);
            var manifests = new Manifests(backend, opened.key());
            var parts = new StoreParts(
                    settings,
                    backend,
                    database,
                    opened.key(),
                    new BlockWorkers(settings),
                    new PackReaders(database, backend, opened.key()),
                    new ReadWorkers(settings.readers()),
                    new Reserve(backend, settings.reserveBytes()),
                    gate,
                    ownership,
                    new StateRecords(database, backend, opened.key(), gate, clock),
                    new Sessions(database, ids, clock, settings.lease(), settings.pushLease(), process),
                    manifests,
                    new Damage(database, backend, manifests, gate, events),
                    ids,
                    clock,
                    process);
            var rotation = new KeyRotation(backend, keyFile, opened.key(), ids);
            var store = new Store(parts, opened.instance(), keyFile, rotation);
            store.finishWhatWasLeft();
            return store;
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** The id of this instance. */
    public UUID instanceId() {
        return instance;
    }

    public Sessions sessions() {
        return parts.sessions();
    }

    public StateRecords records() {
        return parts.records();
    }

    /** Looks at what is damaged, before it is stored anew. */
    public StoreRepair repair() {
        return new StoreRepair(parts);
    }

    /** Looks for damage. */
    public StoreCheck check() {
        return check;
    }

    /** Begins to write a snapshot. STORE_FULL where the reserve is reached, STORE_FOREIGN where nothing may be written. */
    public WriteSession openWrite(WriteRequest request) {
        return writers.open(request);
    }

    /** Refuses, with TOO_MANY_REQUESTS, where so much is being sent in that no memory is left for more. */
    public void requirePushRoom() {
        pushRoom.requireRoom();
    }

    /**
     * Begins to write a snapshot that is sent in.
     *
     * @param outlives whether it outlives this process, until its lease ends
     */
    public PushSession openPush(WriteRequest request, boolean outlives) {
        return writers.push(request, outlives);
    }

    /**
     * Goes on with a push session of another process, or of an earlier one, in a session of its own: whatever still writes in
     * the old one is refused. STALE_SESSION if that has ended.
     *
     * @param newBytes what was counted as new until then
     * @param inSameTransaction gives what named the old session the name of the new one
     */
    public PushSession resumePush(
            UUID old, WriteRequest request, long newBytes, BiConsumer<Transaction, UUID> inSameTransaction) {
        return writers.resume(old, request, newBytes, inSameTransaction);
    }

    /** Begins to read a snapshot, whose manifest is read and checked. */
    public ReadSession openRead(UUID snapshot) {
        return openRead(snapshot, SegmentFinder.MANY);
    }

    /** The same for one of many that read at once, each from the first file to the last: with less memory. */
    public ReadSession openReadInOrder(UUID snapshot) {
        return openRead(snapshot, SegmentFinder.FEW);
    }

    private ReadSession openRead(UUID snapshot, int keptSegments) {
        var id = parts.sessions().open(SessionKind.READ, null, null, 0);
        try {
            return openRead(id, snapshot, keptSegments);
        } catch (RuntimeException e) {
            parts.sessions().end(id, SessionState.CLOSED);
            throw e;
        }
    }

    /**
     * Deletes a snapshot for good; one that is gone is well. Begun again after an interruption it goes on.
     *
     * @param check run in the transaction that begins it, with the row locked; what it throws stops the deletion
     * @param atEnd run in the transaction that drops the row
     */
    public void deleteSnapshot(
            UUID snapshot, String deletedBy, Consumer<Transaction> check, Consumer<Transaction> atEnd) {
        try {
            deletion.run(snapshot, deletedBy, check, atEnd);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /**
     * Looks at all that is in the store, before something goes, and refuses where that is not what it should be. What is then
     * removed goes by this look.
     *
     * @param betweenSteps called often; what it throws ends the look where it is
     */
    public SurveyedStore survey(Runnable betweenSteps) {
        try {
            return SurveyedStore.of(parts, betweenSteps);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** What collections would remove and rewrite if some snapshots were gone. */
    public Collected wouldCollect(Set<UUID> gone, CollectionLimits limits, Runnable betweenSteps) {
        try {
            return new Collector(parts).dryRun(gone, limits, betweenSteps);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Looks for manifests that no snapshot has; a listing of the store, so once in a while. */
    public void surveyManifests() {
        try {
            orphanManifests = survey.countUnknown();
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** What the snapshots of a graph hold together, and what that takes of the store. */
    public HeldBytes heldBy(UUID graph) {
        try {
            return new SharedContent(parts.database()).heldBy(graph);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Gives the store a new master key, and returns the number of its wrapped key. The old one opens the store as well. */
    public long rotateKey() {
        try {
            parts.ownership().requireOwned();
            return keys.rotate();
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Lets the old master keys go; to be called once the present one was exported. */
    public void dropOldKeys() {
        if (parts.gate().closed().isPresent()) {
            return;
        }
        try {
            keys.dropOld();
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** How much room there is: a question to the backend alone, cheap enough to be asked every few seconds. */
    public StoreRoom room() {
        try {
            var space = parts.backend().space();
            return new StoreRoom(space, space.map(parts.reserve()::of).orElse(0L));
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** How the store stands. */
    public StoreStatus status() {
        var room = room();
        return parts.database().read(tx -> {
            var counts = tx.mapper(PackMapper.class).count();
            var owner = Objects.requireNonNull(tx.mapper(InstanceMapper.class).find());
            return new StoreStatus(
                    parts.gate().closed(),
                    owner.generation(),
                    counts.live(),
                    counts.liveBytes(),
                    tx.mapper(SegmentMapper.class).estimateCount(),
                    counts.condemned(),
                    counts.condemnedBytes(),
                    counts.orphans(),
                    orphanManifests,
                    tx.mapper(StateRecordMapper.class).countPending(),
                    room,
                    Optional.ofNullable(tx.mapper(SessionMapper.class).oldestOpen())
                            .map(OffsetDateTime::toInstant));
        });
    }

    @Override
    public void close() {
        puts.shutdownNow();
        parts.workers().close();
        parts.readers().close();
        parts.packs().close();
    }

    private ReadSession openRead(UUID session, UUID snapshot, int keptSegments) {
        var row = readable(snapshot);
        try {
            var finder = new SegmentFinder(
                    parts.database(), parts.packs(), parts.damage(), Bitmaps.decode(row.segments()), keptSegments);
            return new ReadSession(
                    session, snapshot, manifest(row), finder, parts.packs(), parts.readers(), parts.sessions());
        } catch (DamagedException e) {
            throw StoreFailures.corrupt(snapshot, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    private StoredSnapshotRow readable(UUID snapshot) {
        var row = parts.database()
                .read(tx -> tx.mapper(StoredSnapshotMapper.class).find(snapshot));
        if (row == null) {
            throw new GraphkeepException(Reason.SNAPSHOT_NOT_FOUND, "There is no snapshot " + snapshot + ".");
        }
        if (UNREADABLE.contains(row.state())) {
            throw new GraphkeepException(
                    Reason.SNAPSHOT_NOT_READY, "Snapshot " + snapshot + " is " + row.state() + " and cannot be read.");
        }
        return row;
    }

    /** The snapshot's manifest; one that is damaged is kept account of before it is told, and one that is being deleted is not. */
    private Manifest manifest(StoredSnapshotRow row) throws IOException {
        try {
            return ManifestFormat.parse(parts.manifests().read(row));
        } catch (DamagedException | FormatException e) {
            parts.damage().foundManifest(readable(row.id()), e);
            throw StoreFailures.corrupt(row.id(), String.valueOf(e.getMessage()), e);
        }
    }

    private void finishWhatWasLeft() throws IOException {
        parts.sessions().abortOfEndedProcesses();
        parts.sessions().reap();
        if (parts.gate().closed().isPresent()) {
            return;
        }
        parts.records().putPending();
        parts.damage().settleHealed();
    }
}
