package io.graphkeep.server.backup.receive;

import com.google.protobuf.Any;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.backup.CapturableGraph;
import io.graphkeep.server.backup.GraphQuota;
import io.graphkeep.server.backup.GraphUsage;
import io.graphkeep.server.backup.Lookups;
import io.graphkeep.server.backup.SnapshotWishes;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.NewSnapshotRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.AttendedOperation;
import io.graphkeep.server.operations.AttendedOperations;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.store.PushSession;
import io.graphkeep.server.store.SnapshotTotals;
import io.graphkeep.server.store.Store;
import io.graphkeep.server.store.WriteRequest;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.PushOpened;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Begins and commits the snapshots that clients send, one at a time for each graph.
 *
 * <p>From its beginning there are an operation, a session and a row that is CREATING. The commit makes it visible in the one
 * transaction that also proves that this process still has the operation. What does not get there leaves no row.
 */
final class Receptions {
    static final String PUSHED = "PUSHED";

    private final Store store;
    private final Database database;
    private final AttendedOperations operations;
    private final LeftReceptions lefts;
    private final ReceiveKind kind;
    private final EventLog events;
    private final GraphUsage usage;
    private final SnapshotWishes wishes;
    private final Ids ids;
    private final Clock clock;

    Receptions(
            Store store,
            Database database,
            AttendedOperations operations,
            ReceiveKind kind,
            EventLog events,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.database = database;
        this.operations = operations;
        this.lefts = new LeftReceptions(store, database, operations);
        this.kind = kind;
        this.events = events;
        this.usage = new GraphUsage(database, store::heldBy);
        this.wishes = new SnapshotWishes(store.records());
        this.ids = ids;
        this.clock = clock;
    }

    private record Begun(
            GraphRow graph, UUID snapshot, @Nullable UUID parent, OffsetDateTime at, AttendedOperation operation) {}

    /**
     * Begins one, in place of what the same caller began and left. A push has what that one had stored. Whoever gets it ends it.
     */
    Reception begin(Principal caller, Intent intent) {
        store.requirePushRoom();
        var left = lefts.giveUp(caller, intent);
        var begun = begun(caller, intent, left);
        try {
            return open(begun, intent, left);
        } catch (Throwable failure) {
            if (left != null && ReceptionEndings.isPassing(failure)) {
                // What it was to go on with is there for the next try.
                begun.operation().handBack();
            } else {
                begun.operation().fail(failure);
            }
            throw failure;
        }
    }

    /** Refuses what holds no file where the newest snapshot holds some: it looks like a lost mount. */
    void refuseEmpty(Reception reception, Manifest manifest) {
        var held = manifest.getFileCount() + manifest.getSymlinkCount() + manifest.getHardLinkCount();
        var before = held > 0 ? 0 : filesOf(reception.parent());
        if (before > 0) {
            throw CapturableGraph.refused(
                    Reason.CAPTURE_EMPTY,
                    reception.graph(),
                    "was sent without a file, and its newest snapshot " + reception.parent() + " holds " + before);
        }
    }

    private long filesOf(@Nullable UUID snapshot) {
        var row = snapshot == null
                ? null
                : database.read(tx -> tx.mapper(SnapshotMapper.class).find(snapshot));
        return row == null ? 0 : row.files();
    }

    /** Makes it durable and visible, and ends its operation; what is thrown leaves that to the caller. */
    Snapshot commit(Reception reception, Received received, BiConsumer<Transaction, Snapshot> inSameTransaction)
            throws IOException {
        var createdBy = reception.operation().context().operation().createdBy();
        var totals = new SnapshotTotals(
                received.isPartial(), 0, createdBy, PUSHED, received.counts().toByteString());
        reception.check();
        reception.session().commit(received.manifest(), totals, tx -> {
            conclude(tx, reception, received, createdBy);
            inSameTransaction.accept(tx, message(tx, reception.snapshot()));
        });
        var snapshot = database.read(tx -> message(tx, reception.snapshot()));
        reception.operation().succeed(Any.pack(snapshot));
        return snapshot;
    }

    /** Goes on with one that its caller was cut off from. Whoever gets it ends it. */
    Reception resume(OperationRow left, PushOpened opened, UUID session) {
        var graph = database.read(tx -> {
            var row = tx.mapper(GraphMapper.class).findByUid(Objects.requireNonNull(left.graphUid()));
            if (row != null) {
                ReceivableGraph.require(tx, row);
            }
            return row;
        });
        if (graph == null) {
            throw new GraphkeepException(Reason.GRAPH_NOT_FOUND, "There is no graph " + left.graphId() + " any more.");
        }
        var quota = GraphQuota.of(graph);
        var snapshot = Objects.requireNonNull(left.snapshotId());
        var parent = opened.getParentSnapshotId();
        var parentId = parent.isEmpty() ? null : UUID.fromString(parent);
        var write = new WriteRequest(
                graph.uid(), snapshot, left.id(), left.attempt() + 1, parentId, quota.storedWatch(usage));
        var resumed = new AtomicReference<@Nullable AttendedOperation>();
        var push = handingBack(
                resumed,
                () -> store.resumePush(session, write, left.bytesDone(), (tx, next) -> {
                    var operation = operations.resume(tx, left.id()).orElseThrow(() -> busy(left.id()));
                    tx.mapper(SnapshotMapper.class).moveTo(snapshot, next);
                    tx.afterCommit(() -> resumed.set(operation));
                }));
        var cut = Instant.ofEpochSecond(
                opened.getCutTime().getSeconds(), opened.getCutTime().getNanos());
        return new Reception(
                graph, snapshot, parentId, cut, quota, Objects.requireNonNull(resumed.get()), push, left.bytesDone());
    }

    /** The snapshot that an operation has made; SNAPSHOT_NOT_FOUND where it was deleted since. */
    Snapshot committed(OperationRow done) {
        return database.read(tx -> message(tx, Objects.requireNonNull(done.snapshotId())));
    }

    /** Ends one whose session has ended, unless it turns out to be committed. */
    void giveUp(OperationRow left) {
        operations.giveUp(
                left.id(), new GraphkeepException(Reason.STALE_SESSION, "Its session " + left.id() + " has ended."));
    }

    /** What was claimed for something that then fails is nobody's again. */
    private static PushSession handingBack(
            AtomicReference<@Nullable AttendedOperation> claimed, Supplier<PushSession> work) {
        try {
            return work.get();
        } catch (Throwable failure) {
            var operation = claimed.get();
            if (operation != null) {
                operation.handBack();
            }
            throw failure;
        }
    }

    static GraphkeepException busy(UUID operation) {
        return new GraphkeepException(
                        Reason.SESSION_BUSY, "Another stream of session " + operation + " has not ended yet.")
                .retryAfter(Duration.ofSeconds(1));
    }

    private Begun begun(Principal caller, Intent intent, LeftReceptions.@Nullable Left left) {
        try {
            return database.inTransaction(tx -> begin(tx, caller, intent));
        } catch (RuntimeException refused) {
            lefts.drop(left);
            throw refused;
        }
    }

    private Begun begin(Transaction tx, Principal caller, Intent intent) {
        var graph = Lookups.lockedGraph(tx, intent.graphId(), caller);
        ReceivableGraph.require(tx, graph);
        if (intent.epoch() != 0) {
            ReceivableGraph.requireEpoch(graph, intent.epoch());
        }
        GraphQuota.of(graph).requireRoom(tx);
        var parent = tx.mapper(SnapshotMapper.class).latest(graph.uid(), false);
        var snapshot = ids.next();
        var operation = operations.begin(
                tx,
                new NewOperation(
                        Operations.RECEIVE,
                        graph.uid(),
                        graph.id(),
                        snapshot,
                        null,
                        intent.parameters(),
                        caller.name()));
        var event = Event.of(
                        EventKind.SNAPSHOT_CREATED,
                        caller.name(),
                        "A snapshot of graph " + graph.id() + " is being sent.")
                .graph(graph.uid(), graph.id())
                .snapshot(snapshot)
                .operation(operation.context().id());
        events.append(tx, event);
        return new Begun(graph, snapshot, parent == null ? null : parent.id(), OffsetDateTime.now(clock), operation);
    }

    private Reception open(Begun begun, Intent intent, LeftReceptions.@Nullable Left left) {
        var graph = begun.graph();
        var quota = GraphQuota.of(graph);
        var context = begun.operation().context();
        var write = new WriteRequest(
                graph.uid(),
                begun.snapshot(),
                context.id(),
                context.attempt(),
                begun.parent(),
                quota.storedWatch(usage));
        var inherited = lefts.take(left, write);
        var session = inherited == null ? store.openPush(write, intent.outlives()) : inherited;
        try {
            database.inTransaction(tx -> {
                context.fence(tx);
                tx.mapper(SnapshotMapper.class)
                        .insert(new NewSnapshotRow(
                                begun.snapshot(),
                                graph.uid(),
                                session.id(),
                                context.id(),
                                begun.parent(),
                                store.instanceId(),
                                graph.epoch(),
                                begun.at(),
                                context.operation().createdBy(),
                                PUSHED,
                                "",
                                Map.of()));
                return session;
            });
        } catch (Throwable failure) {
            if (inherited != null && ReceptionEndings.isPassing(failure)) {
                session.leave();
            } else {
                session.close();
            }
            throw failure;
        }
        return new Reception(
                graph,
                begun.snapshot(),
                begun.parent(),
                begun.at().toInstant(),
                quota,
                begun.operation(),
                session,
                left == null || inherited == null ? 0 : left.arrived());
    }

    /** The last part of the commit's transaction: whoever lost the operation or the graph meanwhile commits nothing. */
    private void conclude(Transaction tx, Reception reception, Received received, String createdBy) {
        var graph = reception.graph();
        reception.operation().context().fence(tx);
        ReceivableGraph.requireUnchanged(tx, graph);
        var now = OffsetDateTime.now(clock);
        var snapshots = tx.mapper(SnapshotMapper.class);
        if (!received.labels().isEmpty()) {
            snapshots.updateLabels(reception.snapshot(), received.labels());
        }
        if (!received.description().isEmpty()) {
            snapshots.updateDescription(reception.snapshot(), received.description());
        }
        snapshots.committed(reception.snapshot(), now, received.counts().toByteArray());
        var wished = CreateSnapshotRequest.newBuilder()
                .putAllLabels(received.labels())
                .setDescription(received.description());
        wishes.keep(tx, wished.build(), reception.snapshot(), createdBy, now);
        var event = Event.of(
                        EventKind.SNAPSHOT_COMPLETED,
                        createdBy,
                        "The snapshot of graph " + graph.id() + " that was sent is complete: "
                                + received.counts().getFiles() + " files, "
                                + received.manifest().getLogicalBytes() + " bytes.")
                .severity(received.isPartial() ? Severity.WARNING : Severity.INFO)
                .graph(graph.uid(), graph.id())
                .snapshot(reception.snapshot())
                .operation(reception.operationId());
        events.append(tx, event);
    }

    private Snapshot message(Transaction tx, UUID snapshot) {
        var row = tx.mapper(SnapshotMapper.class).find(snapshot);
        if (row == null) {
            throw new GraphkeepException(
                    Reason.SNAPSHOT_NOT_FOUND, "Snapshot " + snapshot + " was sent in full, and deleted since.");
        }
        return kind.message(tx, row);
    }
}
