package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.catalog.restore.RestoreRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationHandler;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.ReleaseRestoreResult;
import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Removes the old content that a restore has set aside. Done twice it is done. */
public final class ReleaseRestoreHandler implements OperationHandler {
    private final Database database;
    private final EventLog events;
    private final Clock clock;

    public ReleaseRestoreHandler(Database database, EventLog events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** The restore of this operation, for who asks for its release. RESTORE_NOT_FOUND where it kept nothing. */
    public static RestoreRow require(Transaction tx, UUID restore) {
        var row = tx.mapper(RestoreMapper.class).find(restore);
        if (row == null || row.asidePath() == null) {
            throw new GraphkeepException(
                    Reason.RESTORE_NOT_FOUND, "There is no restore " + restore + " that has kept old content.");
        }
        return row;
    }

    @Override
    public String kind() {
        return "RELEASE_RESTORE";
    }

    @Override
    public OnTakeover onTakeover() {
        return OnTakeover.RESUME;
    }

    @Override
    public Any run(OperationContext context) throws IOException {
        var request = context.parameters(ReleaseRestoreRequest.parser());
        var restore = UUID.fromString(request.getOperationId());
        var row = database.read(tx -> require(tx, restore));
        if (row.releasedAt() == null) {
            KeptContent.of(row).remove();
            database.inTransaction(tx -> released(tx, context, row));
        }
        return Any.pack(ReleaseRestoreResult.getDefaultInstance());
    }

    /** What was not removed is still there, and can be released again. */
    @Override
    public void settle(Transaction tx, OperationRow operation) {}

    private boolean released(Transaction tx, OperationContext context, RestoreRow row) {
        context.fence(tx);
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        tx.mapper(RestoreMapper.class).released(row.operationId(), now);
        var graph = tx.mapper(GraphMapper.class).findByUid(row.graphUid());
        var event = Event.of(
                        EventKind.RESTORE_RELEASED,
                        context.operation().createdBy(),
                        "The content that restore " + row.operationId() + " had set aside was removed.")
                .snapshot(row.snapshotId())
                .operation(context.id());
        events.append(tx, graph == null ? event : event.graph(graph.uid(), graph.id()));
        return true;
    }
}
