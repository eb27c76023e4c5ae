package io.graphkeep.server.operations;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.errors.ErrorStatus;
import io.graphkeep.server.errors.GraphkeepException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an operation ends: the row, its event and what the handler settles, in one transaction.
 *
 * <p>The caller has locked the row in that transaction and made sure that it is the one to end it, so that of two who try
 * only the first does.
 */
final class Endings {
    private final Handlers handlers;
    private final OperationEvents events;
    private final OperationMetrics metrics;
    private final Board board;
    private final Clock clock;

    Endings(Handlers handlers, OperationEvents events, OperationMetrics metrics, Board board, Clock clock) {
        this.handlers = handlers;
        this.events = events;
        this.metrics = metrics;
        this.board = board;
        this.clock = clock;
    }

    OperationRow succeed(Transaction transaction, OperationRow locked, Any result) {
        var ended = end(transaction, locked, OperationState.SUCCEEDED, result.toByteArray(), null);
        events.succeeded(transaction, ended);
        return ended;
    }

    /** Ends it as FAILED, with what it has to tell. */
    OperationRow fail(Transaction transaction, OperationRow locked, GraphkeepException why, Any result) {
        handlers.find(locked.kind()).ifPresent(handler -> handler.settle(transaction, locked));
        var ended = end(transaction, locked, OperationState.FAILED, result.toByteArray(), why);
        events.failed(transaction, ended, why);
        return ended;
    }

    /** Ends it as FAILED or CANCELLED, unless its work turns out to be committed. */
    OperationRow unsuccessful(
            Transaction transaction, OperationRow locked, OperationState state, GraphkeepException why, String actor) {
        var handler = handlers.find(locked.kind());
        if (handler.isPresent()) {
            var result = handler.get().concluded(transaction, locked);
            if (result.isPresent()) {
                return succeed(transaction, locked, result.get());
            }
            handler.get().settle(transaction, locked);
        }
        return unsettled(transaction, locked, state, why, actor);
    }

    /** Ends it without asking its handler: where that fails too, or where there is none. */
    OperationRow unsettled(
            Transaction transaction, OperationRow locked, OperationState state, GraphkeepException why, String actor) {
        var ended = end(transaction, locked, state, null, why);
        switch (state) {
            case CANCELLED -> events.cancelled(transaction, ended, actor);
            case FAILED -> events.failed(transaction, ended, why);
            case QUEUED, RUNNING, SUCCEEDED -> throw new IllegalArgumentException(state + " is not unsuccessful");
        }
        return ended;
    }

    private OperationRow end(
            Transaction transaction,
            OperationRow locked,
            OperationState state,
            byte @Nullable [] result,
            @Nullable GraphkeepException why) {
        var mapper = transaction.mapper(OperationMapper.class);
        var now = OffsetDateTime.now(clock);
        var error = why == null ? null : ErrorStatus.of(why).toByteArray();
        if (mapper.end(locked.id(), state, result, error, now) != 1) {
            throw new IllegalStateException("Operation " + locked.id() + " ended twice");
        }
        var ended = Objects.requireNonNull(mapper.find(locked.id()));
        transaction.afterCommit(() -> {
            metrics.ended(ended);
            OperationLog.ended(ended, why);
            board.publish(ended);
        });
        return ended;
    }
}
