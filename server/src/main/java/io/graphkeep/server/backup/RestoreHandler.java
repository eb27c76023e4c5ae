package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.server.backup.files.CrowdedDirectoryException;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.catalog.restore.RestoreRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationHandler;
import io.graphkeep.server.store.Store;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.SwapKind;
import java.io.IOException;
import java.util.Optional;

/**
 * Restores a snapshot: written beside, verified, made durable, then swapped in; the old content stays beside it.
 *
 * <p>A restore that is taken over begins again, or, where the swap had begun, ends it. At every moment the old content is
 * whole, at its place or beside it.
 */
public final class RestoreHandler implements OperationHandler {
    private final Store store;
    private final Database database;
    private final EventLog events;
    private final RestorePlaces places;
    private final FinishedRestores finished;

    public RestoreHandler(
            Store store, Database database, EventLog events, RestorePlaces places, FinishedRestores finished) {
        this.store = store;
        this.database = database;
        this.events = events;
        this.places = places;
        this.finished = finished;
    }

    @Override
    public String kind() {
        return Restores.KIND;
    }

    @Override
    public OnTakeover onTakeover() {
        return OnTakeover.RESUME;
    }

    @Override
    public Any run(OperationContext context) throws IOException {
        var request = context.parameters(RestoreSnapshotRequest.parser());
        var place = database.read(tx -> places.find(tx, context.operation(), request));
        var way = way(context, place, request);
        try (var destination = Destination.open(place.path(), context.id(), way)) {
            return Any.pack(
                    new RestoreRun(store, database, places, finished, context, request, place, destination).run());
        } catch (FormatException e) {
            throw new GraphkeepException(
                            Reason.MANIFEST_INVALID,
                            "The tree of snapshot " + place.snapshot()
                                    + " breaks a rule, and nothing of it was restored.",
                            e)
                    .with(GraphkeepException.CAUSE, String.valueOf(e.getMessage()));
        } catch (SystemCallException e) {
            throw explained(place, e);
        } catch (CrowdedDirectoryException e) {
            throw Destination.unusable(place.path(), "cannot be looked through (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void settle(Transaction tx, OperationRow operation) {
        var uid = operation.graphUid();
        var id = operation.graphId();
        var event = Event.of(
                        EventKind.RESTORE_FAILED,
                        operation.createdBy(),
                        "A restore of graph " + id + " ended before it was done; " + whatBecameOf(tx, operation))
                .severity(Severity.ERROR)
                .snapshot(operation.snapshotId())
                .operation(operation.id());
        events.append(tx, uid == null || id == null ? event : event.graph(uid, id));
    }

    @Override
    public Optional<Any> concluded(Transaction tx, OperationRow operation) {
        var row = tx.mapper(RestoreMapper.class).find(operation.id());
        return row == null ? Optional.empty() : Optional.of(Any.pack(result(row, done(operation))));
    }

    /** What the attempt that wrote the content noted of it. */
    private static RestoreResult.Builder done(OperationRow operation) {
        try {
            var noted = Optional.ofNullable(operation.checkpoint()).map(ByteString::copyFrom);
            var checkpoint = RestoreCheckpoint.of(noted);
            return checkpoint == null ? RestoreResult.newBuilder() : checkpoint.done().toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The checkpoint of restore " + operation.id() + " cannot be read", e);
        }
    }

    /** A swap that has begun is ended by the server that sees the destination, whatever becomes of the operation. */
    private static String whatBecameOf(Transaction tx, OperationRow operation) {
        var directory = tx.mapper(RestoreMapper.class).findDirectory(operation.id());
        return directory == null || directory.written().isEmpty()
                ? "the destination is as it was."
                : "the destination is as it was, unless new content was taking its place already: then that is ended"
                        + " soon, and the old content is kept beside it.";
    }

    static RestoreResult result(RestoreRow row, RestoreResult.Builder result) {
        result.setSnapshotId(row.snapshotId().toString())
                .setPath(row.destination())
                .setNode(row.node())
                .setSwap(SwapKind.valueOf("SWAP_KIND_" + row.swap()));
        if (row.asidePath() != null) {
            result.setKeptAsidePath(row.asidePath());
        }
        if (row.releaseAt() != null) {
            result.setReleaseTime(Moments.of(row.releaseAt()));
        }
        return result.build();
    }

    /** That of an earlier attempt, whose swap may have begun. */
    private Destination.Way way(OperationContext context, RestorePlace place, RestoreSnapshotRequest request)
            throws IOException {
        var earlier = database.read(tx -> tx.mapper(RestoreMapper.class).findDirectory(context.id()));
        return earlier == null
                ? Destination.wayTo(place.path(), request.getPathsCount() > 0)
                : Destination.Way.valueOf(earlier.way());
    }

    private static GraphkeepException explained(RestorePlace place, SystemCallException e) {
        var reason = e.isFull() ? Reason.DESTINATION_FULL : Reason.DESTINATION_UNUSABLE;
        return new GraphkeepException(
                        reason,
                        "The destination " + place.path() + " could not be written: " + e.withoutName()
                                + ". It is as it was, unless new content was taking its place: then that is ended"
                                + " soon.",
                        e)
                .with(GraphkeepException.CAUSE, String.valueOf(e.getMessage()));
    }
}
