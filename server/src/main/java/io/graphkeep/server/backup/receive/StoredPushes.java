package io.graphkeep.server.backup.receive;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.server.store.Store;
import io.graphkeep.v1.PushCommit;
import io.graphkeep.v1.PushCommitted;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushOpened;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes pushes in, and keeps what has arrived of one whose stream broke until its client comes back.
 *
 * <p>A stream that ends because of what its client sent ends the push. One that broke, or that the server failed, leaves it: what
 * is complete is made durable, and the operation waits.
 */
final class StoredPushes implements Pushes {
    private static final Logger LOG = LoggerFactory.getLogger(StoredPushes.class);
    private static final long CUT_SECONDS = 10;

    private final Store store;
    private final Database database;
    private final Receptions receptions;
    private final Duration kept;
    private final Clock clock;
    private final Map<UUID, CuttableFrames<?>> attached = new ConcurrentHashMap<>();

    StoredPushes(Store store, Database database, Receptions receptions, Duration kept, Clock clock) {
        this.store = store;
        this.database = database;
        this.receptions = receptions;
        this.kept = kept;
        this.clock = clock;
    }

    /** A push that can go on, with what its client was told when it was opened. */
    private record Opened(Reception reception, PushOpened message) {}

    @Override
    public void push(
            Principal caller, PushOpen open, Frames<PushSnapshotRequest> frames, Answers answers, Memory memory)
            throws IOException, InterruptedException {
        PushMessages.require(open);
        if (open.getSessionId().isEmpty()) {
            serve(begin(caller, open), frames, answers, memory);
            return;
        }
        var left = settled(left(caller, open));
        if (left.state() == OperationState.SUCCEEDED) {
            repeatCommit(left, frames, answers);
            return;
        }
        serve(resume(left), frames, answers, memory);
    }

    private Opened begin(Principal caller, PushOpen open) {
        var parameters = open.toBuilder().clearSessionId().build();
        var reception = receptions.begin(caller, new Intent(open.getGraphId(), open.getEpoch(), parameters, true));
        try {
            var opened = PushMessages.opened(
                    reception,
                    store.instanceId().toString(),
                    parentDigest(reception),
                    clock.instant().plus(kept));
            reception.operation().context().checkpoint(opened);
            return new Opened(reception, opened);
        } catch (Throwable failure) {
            leaveOrEnd(reception, failure, () -> {});
            throw failure;
        }
    }

    /** The operation once no older stream works on it; one without a session has ended, and perhaps was committed. */
    private OperationRow settled(OperationRow left) throws InterruptedException {
        if (left.state() == OperationState.SUCCEEDED) {
            return left;
        }
        var older = attached.get(left.id());
        if (older != null) {
            older.cut();
            if (!older.awaitOver(CUT_SECONDS)) {
                throw Receptions.busy(left.id());
            }
        }
        if (sessionOf(left) == null) {
            receptions.giveUp(left);
        }
        var now = database.read(tx -> tx.mapper(OperationMapper.class).find(left.id()));
        if (now == null || now.state() == OperationState.FAILED || now.state() == OperationState.CANCELLED) {
            throw stale(left.id());
        }
        return now;
    }

    private Opened resume(OperationRow left) {
        var opened = opened(left);
        var session = sessionOf(left);
        if (opened == null || session == null) {
            throw stale(left.id());
        }
        return new Opened(receptions.resume(left, opened, session), opened);
    }

    private @Nullable UUID sessionOf(OperationRow left) {
        return database.read(tx -> tx.mapper(SessionMapper.class).pushOf(left.id()));
    }

    /** The operation that the session is, if it is its caller's. */
    private OperationRow left(Principal caller, PushOpen open) {
        var row = database.read(tx -> tx.mapper(OperationMapper.class).find(UUID.fromString(open.getSessionId())));
        if (row == null
                || !row.kind().equals(Operations.RECEIVE)
                || !row.createdBy().equals(caller.name())
                || !open.getGraphId().equals(row.graphId())) {
            throw new GraphkeepException(
                    Reason.SESSION_NOT_FOUND,
                    "There is no session " + open.getSessionId() + " of graph " + open.getGraphId() + ".");
        }
        return switch (row.state()) {
            case QUEUED, RUNNING, SUCCEEDED -> row;
            case FAILED, CANCELLED -> throw stale(row.id());
        };
    }

    private void serve(Opened opened, Frames<PushSnapshotRequest> frames, Answers answers, Memory memory)
            throws IOException, InterruptedException {
        var reception = opened.reception();
        var cuttable = new CuttableFrames<>(frames);
        attached.put(reception.operationId(), cuttable);
        try {
            talk(opened, cuttable, answers, memory);
        } finally {
            attached.remove(reception.operationId(), cuttable);
            cuttable.over();
        }
    }

    private void talk(Opened opened, Frames<PushSnapshotRequest> frames, Answers answers, Memory memory)
            throws IOException, InterruptedException {
        var reception = opened.reception();
        var durable = opened.message().getDurableSequence();
        try (var push = begun(() -> new Push(reception, answers, () -> parent(reception), durable), reception)) {
            var committed = receive(opened, push, frames, answers, memory);
            answers.send(
                    PushSnapshotResponse.newBuilder().setCommitted(committed).build());
        }
    }

    private static Push begun(Supplier<Push> beginning, Reception reception) {
        try {
            return beginning.get();
        } catch (Throwable failure) {
            leaveOrEnd(reception, failure, () -> {});
            throw failure;
        }
    }

    /** Whatever ends it: the push is committed, left to its client, or ended, before its client learns of it. */
    private PushCommitted receive(
            Opened opened, Push push, Frames<PushSnapshotRequest> frames, Answers answers, Memory memory)
            throws IOException, InterruptedException {
        var reception = opened.reception();
        try {
            answers.send(PushSnapshotResponse.newBuilder()
                    .setOpened(opened.message())
                    .build());
            var committed = commit(opened, converse(reception, push, frames), memory);
            reception.session().close();
            return committed;
        } catch (Throwable failure) {
            leaveOrEnd(reception, failure, () -> note(opened, push));
            throw failure;
        }
    }

    private static PushCommit converse(Reception reception, Push push, Frames<PushSnapshotRequest> frames)
            throws IOException, InterruptedException {
        for (var frame = frames.next(); frame != null; frame = frames.next()) {
            reception.check();
            switch (frame.getFrameCase()) {
                case READ -> push.read(frame.getRead());
                case OFFER -> push.offer(frame.getOffer());
                case OFFER_CHUNKS -> push.offerChunks(frame.getOfferChunks());
                case DATA -> push.data(frame.getData());
                case COMMIT -> {
                    push.requireAll();
                    return frame.getCommit();
                }
                case OPEN -> throw EntryRefusal.outOfOrder("The stream was opened a second time.");
                case FRAME_NOT_SET -> throw EntryRefusal.outOfOrder("A frame was sent with nothing in it.");
            }
        }
        throw new CancellationException("The client ended its stream without a commit");
    }

    private PushCommitted commit(Opened opened, PushCommit commit, Memory memory) throws IOException {
        var reception = opened.reception();
        PushMessages.require(commit);
        var known = memory.answered(commit);
        if (known.isPresent()) {
            ReceptionEndings.end(
                    reception,
                    new GraphkeepException(
                            Reason.CONFLICT, "The same commit was answered before, in another session."));
            return known.get();
        }
        var manifest = PushMessages.manifest(commit, opened.message());
        requireParent(reception, commit);
        if (!commit.getAllowEmpty()) {
            receptions.refuseEmpty(reception, manifest);
        }
        reception.quota().requireFits(manifest.getLogicalBytes());
        TreeReview.run(reception.session(), manifest, parentManifest(reception), reception::check);
        var snapshot = receptions.commit(
                reception,
                Received.of(manifest, commit.getLabelsMap(), commit.getDescription()),
                (tx, made) -> memory.remember(tx, commit, answer(made)));
        return answer(snapshot);
    }

    private static PushCommitted answer(io.graphkeep.v1.Snapshot snapshot) {
        return PushCommitted.newBuilder().setSnapshot(snapshot).build();
    }

    private void requireParent(Reception reception, PushCommit commit) {
        var expected = commit.getExpectedParentSnapshotId();
        if (expected.isEmpty()) {
            return;
        }
        var latest = database.read(
                tx -> tx.mapper(SnapshotMapper.class).latest(reception.graph().uid(), false));
        if (latest == null || !latest.id().toString().equals(expected)) {
            throw new GraphkeepException(
                            Reason.PARENT_CHANGED,
                            "The newest snapshot of graph " + reception.graph().id() + " is "
                                    + (latest == null ? "none" : latest.id()) + ", not "
                                    + EntryRefusal.shown(expected) + ".")
                    .with("snapshot_id", latest == null ? "" : latest.id().toString());
        }
    }

    /** A commit whose answer was lost, and that its client makes once more. */
    private void repeatCommit(OperationRow done, Frames<PushSnapshotRequest> frames, Answers answers)
            throws InterruptedException {
        var opened = opened(done);
        if (opened == null) {
            throw stale(done.id());
        }
        answers.send(PushSnapshotResponse.newBuilder().setOpened(opened).build());
        var frame = frames.next();
        var snapshot = receptions.committed(done);
        if (frame == null
                || !frame.hasCommit()
                || !snapshot.getManifestDigest().equals(hex(frame.getCommit().getManifestDigest()))) {
            throw new GraphkeepException(
                    Reason.STALE_SESSION,
                    "Session " + done.id() + " was committed as snapshot " + snapshot.getSnapshotId()
                            + "; nothing else can be said in it.");
        }
        answers.send(PushSnapshotResponse.newBuilder()
                .setCommitted(PushCommitted.newBuilder().setSnapshot(snapshot))
                .build());
    }

    private static void leaveOrEnd(Reception reception, Throwable failure, Runnable note) {
        if (ReceptionEndings.isPassing(failure) || isLostWithAnEarlierStream(reception, failure)) {
            ReceptionEndings.leave(reception, note);
        } else {
            ReceptionEndings.end(reception, failure);
        }
    }

    /** Who repeats a commit cannot know that the server had lost what was not durable: the rest is there for its next try. */
    private static boolean isLostWithAnEarlierStream(Reception reception, Throwable failure) {
        return failure instanceof GraphkeepException known
                && known.reason() == Reason.SEGMENT_UNKNOWN
                && reception.operation().context().attempt() > 1;
    }

    /** Writes down how far it is, for its client to be told. */
    private static void note(Opened opened, Push push) {
        var now = opened.message().toBuilder().setDurableSequence(push.allDurable());
        opened.reception().operation().context().checkpoint(now.build());
    }

    private ByteString parentDigest(Reception reception) {
        var parent = reception.parent();
        var row = parent == null
                ? null
                : database.read(tx -> tx.mapper(SnapshotMapper.class).find(parent));
        return row == null || row.manifestDigest() == null
                ? ByteString.EMPTY
                : ByteString.copyFrom(row.manifestDigest());
    }

    private @Nullable ReadSession parent(Reception reception) {
        return reception.parent() == null ? null : store.openRead(reception.parent());
    }

    /** A snapshot before that cannot be read says nothing of the one to come. */
    private @Nullable Manifest parentManifest(Reception reception) {
        try (var snapshot = parent(reception)) {
            return snapshot == null ? null : snapshot.manifest();
        } catch (GraphkeepException e) {
            LOG.warn("Snapshot {} is looked at without its parent {}", reception.snapshot(), reception.parent(), e);
            return null;
        }
    }

    private static @Nullable PushOpened opened(OperationRow row) {
        var noted = row.checkpoint();
        try {
            return noted == null ? null : PushOpened.parseFrom(noted);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("Operation " + row.id() + " has noted something else", e);
        }
    }

    private static String hex(ByteString digest) {
        return HexFormat.of().formatHex(digest.toByteArray());
    }

    private static GraphkeepException stale(UUID session) {
        return new GraphkeepException(Reason.STALE_SESSION, "The session " + session + " has ended.");
    }
}
