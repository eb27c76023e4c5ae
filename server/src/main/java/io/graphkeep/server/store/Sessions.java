package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SessionKind;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.catalog.store.SessionRow;
import io.graphkeep.server.catalog.store.SessionState;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The rows by which writers and readers are known to the collector, and their leases.
 *
 * <p>A lease is about liveness, never about safety: what an expired session may still try is refused by its row, which the
 * reaper has turned ABORTED. The sessions of this process are renewed together.
 */
public final class Sessions {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int BATCH = 1_000;

    private final Database database;
    private final Ids ids;
    private final Clock clock;
    private final Duration lease;
    private final Duration pushLease;
    private final UUID process;
    private final Map<UUID, Duration> own = new ConcurrentHashMap<>();

    Sessions(Database database, Ids ids, Clock clock, Duration lease, Duration pushLease, UUID process) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.lease = lease;
        this.pushLease = pushLease;
        this.process = process;
    }

    /** Opens a session; its row is committed before anything is looked up for it. */
    UUID open(SessionKind kind, @Nullable UUID graph, @Nullable UUID operation, int attempt) {
        var id = ids.next();
        var now = now();
        var lives = kind == SessionKind.PUSH ? pushLease : lease;
        var row = new SessionRow(
                id, kind, SessionState.OPEN, 0, process, graph, operation, attempt, now.plus(lives), now, null);
        database.inTransaction(tx -> tx.mapper(SessionMapper.class).open(row));
        own.put(id, lives);
        return id;
    }

    /** Prolongs one lease; STALE_SESSION if the session has ended. */
    void renew(UUID session) {
        var until = now().plus(own.getOrDefault(session, lease));
        if (database.inTransaction(tx -> tx.mapper(SessionMapper.class).renew(session, until)) == 0) {
            own.remove(session);
            throw StoreFailures.stale(session);
        }
    }

    /** Prolongs the leases of all sessions of this process; called several times in a lease's time. */
    public void renewAll() {
        Set.copyOf(own.values()).forEach(this::renewAll);
    }

    private void renewAll(Duration lives) {
        var all = own.entrySet().stream()
                .filter(session -> session.getValue().equals(lives))
                .map(Map.Entry::getKey)
                .toList();
        if (all.isEmpty()) {
            return;
        }
        var until = now().plus(lives);
        var open = Set.copyOf(
                database.inTransaction(tx -> tx.mapper(SessionMapper.class).renewAll(all, until)));
        all.stream().filter(id -> !open.contains(id)).forEach(own::remove);
    }

    /** A session that goes on where another one was, and what it has of that. */
    record Resumed(UUID session, RoaringBitmap staged, List<Long> otherPacks, long storedBytes) {}

    /**
     * Takes over what a push session has put and staged, and ends it: what another process still does in it is refused, and
     * what that is putting just now is an orphan.
     */
    Resumed resume(UUID old, BiConsumer<Transaction, UUID> inSameTransaction) {
        var id = ids.next();
        var resumed = database.inTransaction(tx -> {
            var sessions = tx.mapper(SessionMapper.class);
            var row = sessions.lock(old);
            if (row == null || row.kind() != SessionKind.PUSH || row.state() != SessionState.OPEN) {
                throw StoreFailures.stale(old);
            }
            sessions.openInPlaceOf(old, id, process, now().plus(pushLease));
            var packs = tx.mapper(PackMapper.class);
            packs.moveTo(old, id);
            var segments = tx.mapper(SegmentMapper.class);
            segments.moveTo(old, id);
            inSameTransaction.accept(tx, id);
            sessions.end(old, SessionState.ABORTED, now());
            return new Resumed(id, Bitmaps.of(segments.staged(id)), segments.otherPacksOf(id), packs.bytesOf(id));
        });
        own.put(id, pushLease);
        return resumed;
    }

    /** Leaves a push session to its lease: whoever takes it over has that long. */
    void leave(UUID session) {
        own.remove(session);
    }

    /** Ends the session of an operation that nobody goes on with. */
    public void abortOf(UUID operation) {
        database.inTransaction(tx -> tx.mapper(SessionMapper.class).abortOf(operation, now()));
    }

    /** Ends a session that is open still; one that has ended stays as it ended. */
    void end(UUID session, SessionState state) {
        own.remove(session);
        database.inTransaction(tx -> tx.mapper(SessionMapper.class).end(session, state, now()));
    }

    /** Turns expired sessions ABORTED; called now and then by every server. Returns how many there were. */
    public int reap() {
        return database.inTransaction(tx -> tx.mapper(SessionMapper.class).abortExpired(now()))
                .size();
    }

    /**
     * Turns sessions ABORTED whose process is known to have ended; called at a start, once the dead predecessors' rows are
     * ended. Nobody reads or rewrites in them any more, and open they would hold up the next cleanup until their leases run
     * out. Those in which clients push live on by their lease.
     */
    public int abortOfEndedProcesses() {
        return database.inTransaction(tx -> tx.mapper(SessionMapper.class).abortOfEndedProcesses(now()))
                .size();
    }

    /** Removes the rows of readers that ended long ago. */
    public void forgetOld() {
        var before = now().minus(KEPT);
        int removed;
        do {
            removed =
                    database.inTransaction(tx -> tx.mapper(SessionMapper.class).forgetReaders(before, BATCH));
        } while (removed == BATCH);
    }

    /** The commit has ended it: nothing is left to renew. */
    void forget(UUID session) {
        own.remove(session);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
