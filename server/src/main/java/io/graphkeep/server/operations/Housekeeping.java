package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * What nobody claims, put in order now and then: operations whose node is lost end, those that run nowhere look so, old
 * ones are forgotten. Any server may do it, and several at once.
 */
final class Housekeeping {
    /** How long an ended operation can be read. */
    static final Duration KEPT = Duration.ofDays(30);

    /** How long an operation waits for the node that it is bound to, where no server runs there. */
    static final Duration NODE_WAIT = Duration.ofMinutes(15);

    private static final int BATCH = 1000;

    private final Database database;
    private final Endings endings;
    private final Duration lease;
    private final Clock clock;

    Housekeeping(Database database, Endings endings, Duration lease, Clock clock) {
        this.database = database;
        this.endings = endings;
        this.lease = lease;
        this.clock = clock;
    }

    void run() {
        var now = OffsetDateTime.now(clock);
        database.inTransaction(
                transaction -> transaction.mapper(OperationMapper.class).requeueExpired(now.minus(lease), now));
        failWhatWaitsForLostNodes(now);
        forget(now);
    }

    private void failWhatWaitsForLostNodes(OffsetDateTime now) {
        var waiting = database.read(
                transaction -> transaction.mapper(OperationMapper.class).waitingForLostNode(now.minus(NODE_WAIT), now));
        for (var operation : waiting) {
            database.inTransaction(transaction -> {
                var locked = transaction.mapper(OperationMapper.class).lock(operation.id());
                return locked == null || locked.state() != OperationState.QUEUED
                        ? operation
                        : endings.unsuccessful(
                                transaction, locked, OperationState.FAILED, nodeLost(operation), "server");
            });
        }
    }

    private void forget(OffsetDateTime now) {
        var before = now.minus(KEPT);
        int deleted;
        do {
            deleted = database.inTransaction(
                    transaction -> transaction.mapper(OperationMapper.class).deleteEnded(before, BATCH));
        } while (deleted == BATCH);
        database.inTransaction(
                transaction -> transaction.mapper(ProcessMapper.class).forget(before));
    }

    private static GraphkeepException nodeLost(OperationRow operation) {
        return new GraphkeepException(
                        Reason.SOURCE_ON_OTHER_NODE,
                        "No server runs on node " + operation.node() + ", which alone can run operation "
                                + operation.id() + "; GRAPHKEEP_NODE names a server's node.")
                .with("node", String.valueOf(operation.node()));
    }
}
