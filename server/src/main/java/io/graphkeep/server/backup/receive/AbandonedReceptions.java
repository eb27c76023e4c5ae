package io.graphkeep.server.backup.receive;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.AttendedOperations;
import java.time.Clock;
import java.time.OffsetDateTime;

/**
 * Ends the operations of clients that are gone for good: nobody works on them, and their session has ended, with its lease or
 * with the server that had it.
 */
public final class AbandonedReceptions {
    private final Database database;
    private final AttendedOperations operations;
    private final Clock clock;

    AbandonedReceptions(Database database, AttendedOperations operations, Clock clock) {
        this.database = database;
        this.operations = operations;
        this.clock = clock;
    }

    /** Ends all that there are; any server may do it, and several at once. */
    public void settle() {
        var now = OffsetDateTime.now(clock);
        for (var id : database.read(tx -> tx.mapper(OperationMapper.class).receivedByNobody(now))) {
            operations.giveUp(
                    id,
                    new GraphkeepException(
                            Reason.STALE_SESSION, "The client of operation " + id + " did not come back in time."));
        }
    }
}
