package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.SessionKind;
import io.graphkeep.server.catalog.store.SessionState;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Opens the sessions that write: of captures, of what is sent in, and of pushes that go on.
 *
 * <p>A session that nobody is given is ended, or left to its lease; none is renewed for ever.
 */
final class Writers {
    /** Chunks that a push remembers the places of: more than may be outstanding and lie around them, some 2 MB. */
    private static final int REMEMBERED_BY_PUSH = 1 << 15;

    private final StoreParts parts;
    private final ExecutorService puts;
    private final SharedWriteRoom pushRoom;

    Writers(StoreParts parts, ExecutorService puts, SharedWriteRoom pushRoom) {
        this.parts = parts;
        this.puts = puts;
        this.pushRoom = pushRoom;
    }

    WriteSession open(WriteRequest request) {
        try {
            parts.ownership().requireOwned();
            parts.reserve().require(0);
            var id = parts.sessions()
                    .open(SessionKind.WRITE, request.graphUid(), request.operationId(), request.attempt());
            return open(id, request);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    PushSession push(WriteRequest request, boolean outlives) {
        return admitted(() -> open(request, outlives));
    }

    PushSession resume(UUID old, WriteRequest request, long newBytes, BiConsumer<Transaction, UUID> inSameTransaction) {
        return admitted(() -> goOn(old, request, newBytes, inSameTransaction));
    }

    private PushSession admitted(Supplier<PushSession> opening) {
        pushRoom.enter();
        var opened = false;
        try {
            var session = opening.get();
            opened = true;
            return session;
        } finally {
            if (!opened) {
                pushRoom.leave();
            }
        }
    }

    private PushSession open(WriteRequest request, boolean outlives) {
        try {
            parts.ownership().requireOwned();
            parts.reserve().require(0);
            var id = parts.sessions()
                    .open(
                            outlives ? SessionKind.PUSH : SessionKind.WRITE,
                            request.graphUid(),
                            request.operationId(),
                            request.attempt());
            return push(
                    id,
                    request,
                    () -> SessionStart.anew(outlives, DamageSince.now(parts.database())),
                    failed -> parts.sessions().end(failed, SessionState.ABORTED));
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    private PushSession goOn(
            UUID old, WriteRequest request, long newBytes, BiConsumer<Transaction, UUID> inSameTransaction) {
        try {
            parts.ownership().requireOwned();
            var taken = parts.sessions().resume(old, inSameTransaction);
            return push(
                    taken.session(),
                    request,
                    () -> new SessionStart(
                            true,
                            taken.staged(),
                            taken.otherPacks(),
                            newBytes,
                            taken.storedBytes(),
                            DamageSince.ever()),
                    // What had come in it is there for the next try.
                    parts.sessions()::leave);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    private PushSession push(UUID session, WriteRequest request, Supplier<SessionStart> start, Consumer<UUID> ifFailed)
            throws IOException {
        var opened = false;
        try {
            var parent = Parent.load(parts.database(), request.parentSnapshotId(), request.graphUid());
            var writer =
                    new WriteSession(session, request, parent, parts, puts, pushRoom, REMEMBERED_BY_PUSH, start.get());
            opened = true;
            return new PushSession(writer, pushRoom);
        } finally {
            if (!opened) {
                ifFailed.accept(session);
            }
        }
    }

    private WriteSession open(UUID session, WriteRequest request) throws IOException {
        var opened = false;
        try {
            var parent = Parent.load(parts.database(), request.parentSnapshotId(), request.graphUid());
            var writer = new WriteSession(
                    session,
                    request,
                    parent,
                    parts,
                    puts,
                    WriteRoom.whole(parts.settings().packBytes()),
                    WriteSession.REMEMBERED_CHUNKS,
                    SessionStart.anew(false, DamageSince.now(parts.database())));
            opened = true;
            return writer;
        } finally {
            if (!opened) {
                parts.sessions().end(session, SessionState.ABORTED);
            }
        }
    }
}
