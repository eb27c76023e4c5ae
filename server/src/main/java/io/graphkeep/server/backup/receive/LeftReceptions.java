package io.graphkeep.server.backup.receive;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.AttendedOperations;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.store.PushSession;
import io.graphkeep.server.store.Store;
import io.graphkeep.server.store.WriteRequest;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What callers have left of snapshots that they were sending, for when they begin anew: its operation ends, and what a push has
 * stored goes to the push that begins, so that a client that was killed does not send it again.
 */
final class LeftReceptions {
    private final Store store;
    private final Database database;
    private final AttendedOperations operations;

    LeftReceptions(Store store, Database database, AttendedOperations operations) {
        this.store = store;
        this.database = database;
        this.operations = operations;
    }

    /**
     * A push that ended, and whose session waits for another to take it, or for the end of its lease.
     *
     * @param arrived bytes that had come
     */
    record Left(UUID operation, UUID session, long arrived) {}

    /** Ends the operation of what the caller left; null where it left nothing that the new one could take. */
    @Nullable
    Left giveUp(Principal caller, Intent intent) {
        var left = database.read(tx -> {
            var graph = tx.mapper(GraphMapper.class).find(intent.graphId());
            return graph == null || !caller.sees(intent.graphId())
                    ? null
                    : tx.mapper(OperationMapper.class).findUnended(graph.uid(), Operations.RECEIVE);
        });
        if (left == null
                || left.state() != OperationState.QUEUED
                || !left.createdBy().equals(caller.name())) {
            return null;
        }
        var session = intent.outlives()
                ? database.read(tx -> tx.mapper(SessionMapper.class).pushOf(left.id()))
                : null;
        if (session == null) {
            store.sessions().abortOf(left.id());
        }
        operations.replaced(left.id(), caller.name());
        return session == null ? null : new Left(left.id(), session, left.bytesDone());
    }

    /** Goes on with what was stored, in another push; null where there is nothing, or its lease has run out. */
    @Nullable
    PushSession take(@Nullable Left left, WriteRequest write) {
        if (left == null) {
            return null;
        }
        try {
            return store.resumePush(
                    left.session(),
                    write,
                    left.arrived(),
                    (tx, next) -> tx.mapper(SessionMapper.class)
                            .giveTo(next, Objects.requireNonNull(write.operationId()), write.attempt()));
        } catch (GraphkeepException gone) {
            if (gone.reason() != Reason.STALE_SESSION) {
                throw gone;
            }
            return null;
        }
    }

    /** Has what was stored go, since nobody takes it. */
    void drop(@Nullable Left left) {
        if (left != null) {
            store.sessions().abortOf(left.operation());
        }
    }
}
