package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The queue's front door: starts, shows, watches and cancels operations, wherever they run. */
public final class Operations {
    /** The kinds of which a graph has one at a time: a snapshot is taken by the server, or sent by a client. */
    public static final String CAPTURE = "CAPTURE";

    public static final String RECEIVE = "RECEIVE";

    private static final int INSERT_TRIES = 3;

    private final Database database;
    private final Board board;
    private final Endings endings;
    private final OperationEvents events;
    private final Signal signal;
    private final Ids ids;
    private final Clock clock;

    Operations(
            Database database,
            Board board,
            Endings endings,
            OperationEvents events,
            Signal signal,
            Ids ids,
            Clock clock) {
        this.database = database;
        this.board = board;
        this.endings = endings;
        this.events = events;
        this.signal = signal;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Puts an operation into the queue; it is taken up once the transaction has committed.
     *
     * <p>Throws CAPTURE_RUNNING, with the id of the other, for a second snapshot that a graph would take in.
     */
    public OperationRow start(Transaction transaction, NewOperation asked) {
        var mapper = transaction.mapper(OperationMapper.class);
        var row = row(asked);
        for (var tries = 0; tries < INSERT_TRIES; tries++) {
            if (mapper.insert(row) == 1) {
                transaction.afterCommit(signal::raise);
                return row;
            }
            var other = unended(mapper, row);
            if (other != null) {
                throw new GraphkeepException(
                                Reason.CAPTURE_RUNNING,
                                "Graph " + row.graphId()
                                        + (other.kind().equals(CAPTURE)
                                                ? " is being captured already"
                                                : " receives a snapshot already")
                                        + ", by operation " + other.id() + ".")
                        .with("operation_id", other.id().toString());
            }
        }
        throw new GraphkeepException(
                Reason.CONFLICT,
                "Captures of graph " + row.graphId() + " began and ended while this one should begin.");
    }

    /** Lines of what an operation found or decided, after one of them; 0 for the first. */
    public List<OperationDetails.Line> details(UUID id, long after, int limit) {
        return new OperationDetails(database).after(id, after, limit);
    }

    /** The operation as it stands, with the progress of this moment where it runs in this process. */
    public OperationRow get(UUID id) {
        var row = database.read(
                transaction -> transaction.mapper(OperationMapper.class).find(id));
        if (row == null) {
            throw notFound(id);
        }
        return board.upToDate(row);
    }

    /** A page of operations, newest first. */
    public List<OperationRow> list(OperationQuery query) {
        return database
                .read(transaction -> transaction.mapper(OperationMapper.class).list(query))
                .stream()
                .map(board::upToDate)
                .toList();
    }

    /**
     * Cancels at once what waits, and asks what runs to stop; again is as good as once.
     *
     * <p>Throws OPERATION_FINISHED for one that has ended.
     */
    public OperationRow cancel(Transaction transaction, UUID id, String actor) {
        var mapper = transaction.mapper(OperationMapper.class);
        var row = mapper.lock(id);
        if (row == null) {
            throw notFound(id);
        }
        return switch (row.state()) {
            case QUEUED ->
                endings.unsuccessful(
                        transaction,
                        row,
                        OperationState.CANCELLED,
                        new GraphkeepException(
                                Reason.OPERATION_CANCELLED, "Operation " + id + " was cancelled by " + actor + "."),
                        actor);
            case RUNNING -> {
                if (mapper.requestCancel(id) == 1) {
                    events.cancelRequested(transaction, row, actor);
                }
                transaction.afterCommit(() -> board.cancel(id));
                yield found(mapper, id);
            }
            case SUCCEEDED, FAILED, CANCELLED ->
                throw new GraphkeepException(
                        Reason.OPERATION_FINISHED, "Operation " + id + " has already ended as " + row.state() + ".");
        };
    }

    /** The operation once it has ended, or as it stands after the time. */
    public OperationRow await(UUID id, Duration atMost) throws InterruptedException {
        var end = System.nanoTime() + atMost.toNanos();
        try (var watch = watch(id)) {
            while (!watch.now().state().isEnd()) {
                var left = end - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                watch.next(Duration.ofNanos(left));
            }
            return watch.now();
        }
    }

    /** A view of the operation that waits for changes, also where another process runs it; to be closed. */
    public Watch watch(UUID id) {
        var watch = board.watch(get(id));
        // It may have changed between the look and the watch; what changes from here on is told.
        watch.offer(get(id));
        return watch;
    }

    private OperationRow row(NewOperation asked) {
        var now = OffsetDateTime.now(clock);
        return new OperationRow(
                ids.next(),
                asked.kind(),
                OperationState.QUEUED,
                asked.graphUid(),
                asked.graphId(),
                asked.snapshotId(),
                asked.node(),
                asked.parameters().toByteArray(),
                null,
                0,
                null,
                null,
                null,
                now,
                false,
                0,
                0,
                0,
                0,
                "",
                null,
                null,
                1,
                now,
                asked.createdBy(),
                null,
                null);
    }

    private static @Nullable OperationRow unended(OperationMapper mapper, OperationRow row) {
        var graph = row.graphUid();
        var capture = graph == null ? null : mapper.findUnended(graph, CAPTURE);
        return graph == null || capture != null ? capture : mapper.findUnended(graph, RECEIVE);
    }

    private static OperationRow found(OperationMapper mapper, UUID id) {
        var row = mapper.find(id);
        if (row == null) {
            throw notFound(id);
        }
        return row;
    }

    private static GraphkeepException notFound(UUID id) {
        return new GraphkeepException(Reason.OPERATION_NOT_FOUND, "There is no operation " + id + ".")
                .with("operation_id", id.toString());
    }
}
