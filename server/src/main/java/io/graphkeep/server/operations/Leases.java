package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.Claim;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.process.ProcessMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this process claims of the queue, keeps and gives back.
 *
 * <p>Time only decides when another may take over; that a claimer which was too slow changes nothing any more is the work
 * of the attempt that every statement names.
 */
final class Leases {
    private final Database database;
    private final ServerProcess process;
    private final Handlers handlers;
    private final Board board;
    private final OperationEvents events;
    private final Duration lease;
    private final Clock clock;

    Leases(
            Database database,
            ServerProcess process,
            Handlers handlers,
            Board board,
            OperationEvents events,
            Duration lease,
            Clock clock) {
        this.database = database;
        this.process = process;
        this.handlers = handlers;
        this.board = board;
        this.events = events;
        this.lease = lease;
        this.clock = clock;
    }

    /** Claims the operation that has waited longest, or one whose claimer was lost; empty where there is none. */
    Optional<RunningOperation> claim() {
        var kinds = handlers.runnable();
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(database.inTransaction(transaction -> {
            var now = OffsetDateTime.now(clock);
            var row = transaction
                    .mapper(OperationMapper.class)
                    .claim(new Claim(
                            process.id(),
                            process.node(),
                            now,
                            now.plus(lease),
                            kinds,
                            handlers.failing(),
                            board.busy()));
            if (row == null) {
                return null;
            }
            if (row.attempt() == 1) {
                events.started(transaction, row);
            } else if (handlers.resumes(row)) {
                events.takenOver(transaction, row);
            }
            return new RunningOperation(database, process.id(), row);
        }));
    }

    /** Takes up an operation that a client works on, in the transaction that found it free; null where it is not. */
    @Nullable
    RunningOperation claim(Transaction transaction, UUID id) {
        var now = OffsetDateTime.now(clock);
        var row = transaction.mapper(OperationMapper.class).claimOne(id, process.id(), now, now.plus(lease));
        if (row == null) {
            return null;
        }
        if (row.attempt() == 1) {
            events.started(transaction, row);
        } else {
            events.takenOver(transaction, row);
        }
        return new RunningOperation(database, process.id(), row);
    }

    /** Prolongs the leases of what runs here, and tells those that were lost; all are, where this process was ended. */
    void renew() {
        var runs = board.running();
        var until = OffsetDateTime.now(clock).plus(lease);
        var kept = database.inTransaction(transaction -> {
            var ended = transaction.mapper(ProcessMapper.class).renew(process.id(), until) == 0;
            return ended || runs.isEmpty()
                    ? new HashSet<>()
                    : new HashSet<>(transaction
                            .mapper(OperationMapper.class)
                            .renew(
                                    process.id(),
                                    runs.stream().map(RunningOperation::lease).toList(),
                                    until));
        });
        runs.stream().filter(run -> !kept.contains(run.lease())).forEach(run -> run.stop(RunningOperation.Stop.LOST));
    }

    /** Whether the lease of one that runs has run out. */
    boolean isOver(OperationRow operation) {
        var until = operation.leaseUntil();
        return until == null || !until.isAfter(OffsetDateTime.now(clock));
    }

    /** Ends an attempt by what {@code how} makes of its locked row; empty where it is no longer the attempt's. */
    Optional<OperationRow> end(RunningOperation run, Ending how) {
        return Optional.ofNullable(database.inTransaction(transaction -> {
            var mapper = transaction.mapper(OperationMapper.class);
            var locked = mapper.lockOwned(run.lease(), process.id());
            if (locked == null) {
                return null;
            }
            // What the work has told since it was written last: an ended operation shows all of it.
            mapper.progress(run.lease(), process.id(), run.progress());
            return how.end(transaction, locked);
        }));
    }

    /** Gives an attempt back to the queue, for another process or the next start to resume. */
    void handBack(RunningOperation run) {
        database.inTransaction(transaction -> transaction
                .mapper(OperationMapper.class)
                .handBack(run.lease(), process.id(), OffsetDateTime.now(clock)));
    }
}
