package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.store.SessionKind;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.catalog.store.SessionRow;
import io.graphkeep.server.catalog.store.SessionState;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
    private final UUID process;
    private final Set<UUID> own = ConcurrentHashMap.newKeySet();

    Sessions(Database database, Ids ids, Clock clock, Duration lease, UUID process) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.lease = lease;
        this.process = process;
    }

    /** Opens a session; its row is committed before anything is looked up for it. */
    UUID open(SessionKind kind, @Nullable UUID graph, @Nullable UUID operation, int attempt) {
        var id = ids.next();
        var now = now();
        var row = new SessionRow(
                id, kind, SessionState.OPEN, 0, process, graph, operation, attempt, now.plus(lease), now, null);
        database.inTransaction(tx -> tx.mapper(SessionMapper.class).open(row));
        own.add(id);
        return id;
    }

    /** Prolongs one lease; STALE_SESSION if the session has ended. */
    void renew(UUID session) {
        var until = now().plus(lease);
        if (database.inTransaction(tx -> tx.mapper(SessionMapper.class).renew(session, until)) == 0) {
            own.remove(session);
            throw StoreFailures.stale(session);
        }
    }

    /** Prolongs the leases of all sessions of this process; called several times in a lease's time. */
    public void renewAll() {
        var all = List.copyOf(own);
        if (all.isEmpty()) {
            return;
        }
        var until = now().plus(lease);
        var open = Set.copyOf(
                database.inTransaction(tx -> tx.mapper(SessionMapper.class).renewAll(all, until)));
        all.stream().filter(id -> !open.contains(id)).forEach(own::remove);
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
