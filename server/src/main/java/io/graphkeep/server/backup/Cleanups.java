package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.cleanup.WholeCleanupMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.RunCleanupRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts cleanups into the queue, one at a time.
 *
 * <p>Two at once would do no harm, since each step looks again under its locks; they would only do the same work twice.
 */
public final class Cleanups {
    static final String KIND = "CLEANUP";

    /** Who asks for those that come by themselves. */
    private static final String SCHEDULE = "schedule";

    private final Operations operations;
    private final EventLog events;
    private final Clock clock;

    Cleanups(Operations operations, EventLog events, Clock clock) {
        this.operations = operations;
        this.events = events;
        this.clock = clock;
    }

    /** The cleanup that a caller asks for. */
    public OperationRow start(Transaction transaction, Principal caller, RunCleanupRequest request) {
        var graph = request.getGraphId().isEmpty() ? null : Lookups.graph(transaction, request.getGraphId(), caller);
        running(transaction).ifPresent(operation -> {
            throw new GraphkeepException(
                            Reason.CLEANUP_RUNNING, "A cleanup is running already: operation " + operation.id() + ".")
                    .with("operation_id", operation.id().toString());
        });
        var asked = request.toBuilder().clearWait().clearRequestId().build();
        var operation = start(transaction, graph, asked, caller.name());
        if (request.getAllowShare() > 0 || request.getTrustClock()) {
            var event = Event.of(EventKind.CLEANUP_ALLOWED, caller.name(), "A cleanup may do more than is configured.")
                    .severity(Severity.WARNING)
                    .operation(operation.id());
            events.append(transaction, CleanupEvents.allowing(event, request));
        }
        return operation;
    }

    /** The cleanup that comes by itself; none where one is running, or a whole one was begun within the interval. */
    public void startDue(Transaction transaction, Duration interval) {
        var since = OffsetDateTime.now(clock).minus(interval);
        if (running(transaction).isEmpty()
                && !transaction.mapper(WholeCleanupMapper.class).anySince(since)) {
            start(transaction, null, RunCleanupRequest.getDefaultInstance(), SCHEDULE);
        }
    }

    private OperationRow start(
            Transaction transaction, @Nullable GraphRow graph, RunCleanupRequest request, String by) {
        var operation = operations.start(
                transaction,
                new NewOperation(
                        KIND,
                        graph == null ? null : graph.uid(),
                        graph == null ? null : graph.id(),
                        null,
                        null,
                        request,
                        by));
        if (isWhole(request)) {
            transaction.mapper(WholeCleanupMapper.class).insert(operation.id());
        }
        return operation;
    }

    private static Optional<OperationRow> running(Transaction transaction) {
        return transaction.mapper(OperationMapper.class).list(OperationQuery.unended(KIND, 1)).stream()
                .findFirst();
    }

    /** Whether a cleanup of this kind does all that there is to do, and does it. */
    private static boolean isWhole(RunCleanupRequest request) {
        return request.getGraphId().isEmpty()
                && !request.getDryRun()
                && !request.getRetentionOnly()
                && !request.getCollectOnly();
    }
}
