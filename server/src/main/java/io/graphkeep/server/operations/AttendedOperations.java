package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.util.Optional;
import java.util.UUID;

/** Begins and goes on with operations that clients work on over their streams: no worker takes them from the queue. */
public final class AttendedOperations {
    private final Database database;
    private final Operations operations;
    private final Leases leases;
    private final AttemptEndings attempts;
    private final Endings endings;
    private final Board board;

    AttendedOperations(
            Database database,
            Operations operations,
            Leases leases,
            AttemptEndings attempts,
            Endings endings,
            Board board) {
        this.database = database;
        this.operations = operations;
        this.leases = leases;
        this.attempts = attempts;
        this.endings = endings;
        this.board = board;
    }

    /** Begins one that runs here at once; CAPTURE_RUNNING as {@link Operations#start} says. */
    public AttendedOperation begin(Transaction transaction, NewOperation asked) {
        var row = operations.start(transaction, asked);
        return resume(transaction, row.id())
                .orElseThrow(() -> new IllegalStateException("Operation " + row.id() + " was taken up by another"));
    }

    /** Goes on with one that nobody works on; empty where someone does, or where it has ended. */
    public Optional<AttendedOperation> resume(Transaction transaction, UUID id) {
        var run = leases.claim(transaction, id);
        if (run == null) {
            return Optional.empty();
        }
        transaction.afterCommit(() -> board.began(run));
        return Optional.of(new AttendedOperation(run, attempts, board));
    }

    /** Ends one that nobody works on any more, unless its work turns out to be committed. */
    public void giveUp(UUID id, GraphkeepException why) {
        end(id, OperationState.FAILED, why, "server");
    }

    /** Ends one that nobody works on, since the one who did has begun it anew: that is no failure. */
    public void replaced(UUID id, String by) {
        var why = new GraphkeepException(
                Reason.OPERATION_CANCELLED, "Its client began anew instead of going on with it.");
        end(id, OperationState.CANCELLED, why, by);
    }

    private void end(UUID id, OperationState state, GraphkeepException why, String actor) {
        database.inTransaction(transaction -> {
            var mapper = transaction.mapper(OperationMapper.class);
            var locked = mapper.lock(id);
            if (locked != null && isFree(locked)) {
                endings.unsuccessful(transaction, locked, state, why, actor);
            }
            return id;
        });
    }

    private boolean isFree(OperationRow operation) {
        return switch (operation.state()) {
            case QUEUED -> true;
            case RUNNING -> leases.isOver(operation);
            case SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }
}
