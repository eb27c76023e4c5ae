package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationHandler;
import io.graphkeep.v1.DeleteGraphResult;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Deletes a graph's snapshots one by one, oldest first, and then the graph.
 *
 * <p>Goes on where another server left it. Where it is cancelled or fails the graph is ACTIVE again, with the snapshots that
 * are left.
 */
public final class DeleteGraphHandler implements OperationHandler {
    private final Database database;
    private final SnapshotRemoval removal;
    private final AbandonedCaptures abandoned;
    private final GraphFacts facts;
    private final BackupEvents events;
    private final Clock clock;

    DeleteGraphHandler(
            Database database,
            SnapshotRemoval removal,
            AbandonedCaptures abandoned,
            GraphFacts facts,
            BackupEvents events,
            Clock clock) {
        this.database = database;
        this.removal = removal;
        this.abandoned = abandoned;
        this.facts = facts;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return GraphDeletion.KIND;
    }

    @Override
    public OnTakeover onTakeover() {
        return OnTakeover.RESUME;
    }

    @Override
    public Any run(OperationContext context) throws InvalidProtocolBufferException {
        var uid = graphUid(context.operation());
        abandoned.settle();
        var before = context.checkpoint();
        var deleted =
                before.isEmpty() ? 0 : DeleteGraphResult.parseFrom(before.get()).getSnapshotsDeleted();
        var snapshots = database.read(
                transaction -> transaction.mapper(SnapshotMapper.class).ofGraph(uid));
        var total = deleted + snapshots.size();
        for (var snapshot : snapshots) {
            context.checkCancelled();
            delete(context, snapshot);
            deleted++;
            context.checkpoint(result(deleted));
            context.progress(0, 0, deleted, total, "deleting snapshots");
        }
        context.checkCancelled();
        database.inTransaction(transaction -> {
            context.fence(transaction);
            drop(transaction, context.operation());
            return true;
        });
        facts.putPending();
        return Any.pack(result(deleted));
    }

    @Override
    public void settle(Transaction transaction, OperationRow operation) {
        transaction.mapper(GraphMapper.class).stopDeleting(graphUid(operation), OffsetDateTime.now(clock));
    }

    @Override
    public Optional<Any> concluded(Transaction transaction, OperationRow operation) {
        if (transaction.mapper(GraphMapper.class).findByUid(graphUid(operation)) != null) {
            return Optional.empty();
        }
        var checkpoint = operation.checkpoint();
        try {
            var result = checkpoint == null ? result(0) : DeleteGraphResult.parseFrom(checkpoint);
            return Optional.of(Any.pack(result));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The checkpoint of operation " + operation.id() + " cannot be read", e);
        }
    }

    private void delete(OperationContext context, SnapshotRow snapshot) {
        var by = context.operation().createdBy();
        removal.delete(
                snapshot.id(),
                by,
                transaction -> {
                    context.fence(transaction);
                    refuseHeld(transaction, snapshot.id());
                    events.snapshotDeleting(transaction, snapshot, by, true);
                },
                transaction -> events.snapshotDeleted(transaction, snapshot, by));
    }

    private void refuseHeld(Transaction transaction, UUID id) {
        var row = transaction.mapper(SnapshotMapper.class).find(id);
        if (row != null && row.isHeld(OffsetDateTime.now(clock))) {
            throw new GraphkeepException(
                            Reason.SNAPSHOT_HELD, "Snapshot " + id + " has been held since the deletion began.")
                    .with("snapshot_id", id.toString());
        }
    }

    private void drop(Transaction transaction, OperationRow operation) {
        var mapper = transaction.mapper(GraphMapper.class);
        GraphRow graph = mapper.lockByUid(graphUid(operation));
        if (graph == null) {
            return;
        }
        mapper.delete(graph.uid());
        facts.graphDeleted(transaction, graph.uid(), operation.createdBy());
        events.graphDeleted(transaction, graph, operation.createdBy(), operation.id());
    }

    private static UUID graphUid(OperationRow operation) {
        return Objects.requireNonNull(operation.graphUid());
    }

    private static DeleteGraphResult result(long deleted) {
        return DeleteGraphResult.newBuilder().setSnapshotsDeleted(deleted).build();
    }
}
