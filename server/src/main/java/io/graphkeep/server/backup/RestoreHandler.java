package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.restore.RestoreDirectoryRow;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.catalog.restore.RestoreRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationHandler;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.server.store.Store;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.SwapKind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores a snapshot: written beside, verified, made durable, then swapped in; the old content stays beside it.
 *
 * <p>A restore that is taken over begins again, or, where the swap had begun, ends it. At every moment the old content is
 * whole, at its place or beside it.
 */
public final class RestoreHandler implements OperationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreHandler.class);

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
        try (var destination = Destination.open(place.path(), context.id())) {
            return Any.pack(restore(context, request, place, destination));
        } catch (FormatException e) {
            throw new GraphkeepException(
                            Reason.MANIFEST_INVALID,
                            "The tree of snapshot " + place.snapshot()
                                    + " breaks a rule, and nothing of it was restored.",
                            e)
                    .with(GraphkeepException.CAUSE, String.valueOf(e.getMessage()));
        } catch (SystemCallException e) {
            throw explained(place, e);
        }
    }

    @Override
    public void settle(Transaction tx, OperationRow operation) {
        var uid = operation.graphUid();
        var id = operation.graphId();
        var event = Event.of(
                        EventKind.RESTORE_FAILED,
                        operation.createdBy(),
                        "A restore of graph " + id + " ended before it was done; the destination is as it was.")
                .severity(Severity.ERROR)
                .snapshot(operation.snapshotId())
                .operation(operation.id());
        events.append(tx, uid == null || id == null ? event : event.graph(uid, id));
    }

    @Override
    public Optional<Any> concluded(Transaction tx, OperationRow operation) {
        var row = tx.mapper(RestoreMapper.class).find(operation.id());
        return row == null ? Optional.empty() : Optional.of(Any.pack(result(row, RestoreResult.newBuilder())));
    }

    private RestoreResult restore(
            OperationContext context, RestoreSnapshotRequest request, RestorePlace place, Destination destination)
            throws IOException {
        var swapping = swapping(context);
        if (swapping != null && destination.hasBegun(swapping)) {
            return conclude(context, request, place, destination, swapping, new RestoreFindings());
        }
        destination.require(place.mayReplace());
        if (swapping != null) {
            // It is written anew: what an earlier attempt said of its own does not hold any more.
            destination.keepWhatWasNotWritten(swapping);
            context.checkpoint(StringValue.getDefaultInstance());
        }
        try (var session = store.openRead(place.snapshot())) {
            requireSpace(place, session);
            if (request.getDryRun()) {
                return dryRun(place, session);
            }
            var findings = new RestoreFindings();
            var written = write(context, request, place, destination, session, findings);
            return conclude(context, request, place, destination, written, findings);
        }
    }

    private String write(
            OperationContext context,
            RestoreSnapshotRequest request,
            RestorePlace place,
            Destination destination,
            ReadSession session,
            RestoreFindings findings)
            throws IOException {
        var whole = false;
        note(context, place, destination);
        try (var directory = destination.begin()) {
            var attributes = new Attributes(findings, request.getSkipOwners());
            new TreeRestore(session, directory, context, findings, attributes)
                    .run(top -> carryExtras(request, destination, top, findings, attributes));
            var written = destination.written();
            context.checkCancelled();
            database.inTransaction(tx -> {
                context.fence(tx);
                tx.mapper(RestoreMapper.class).directoryWritten(context.id(), written);
                return places.find(tx, context.operation(), request);
            });
            context.checkpoint(StringValue.of(written));
            whole = true;
            return written;
        } finally {
            if (!whole) {
                discard(destination, context);
            }
        }
    }

    /** Whatever becomes of this attempt, the directory that it is about to make is found again. */
    private void note(OperationContext context, RestorePlace place, Destination destination) throws IOException {
        var directory = new RestoreDirectoryRow(
                context.id(),
                place.graph().uid(),
                place.snapshot(),
                finished.node(),
                place.path().toString(),
                destination.parent(),
                "");
        database.inTransaction(tx -> {
            context.fence(tx);
            tx.mapper(RestoreMapper.class).beginDirectory(directory);
            return directory;
        });
    }

    private static void carryExtras(
            RestoreSnapshotRequest request,
            Destination destination,
            Directory top,
            RestoreFindings findings,
            Attributes attributes)
            throws IOException {
        if (request.getDeleteExtras() || destination.isEmpty()) {
            return;
        }
        var carry = new ExtrasCarry(top, findings, attributes, OwnerNames.ofThisMachine());
        try {
            new SourceWalk(destination.path(), Excludes.NONE, true).walk(carry);
            carry.finish();
        } finally {
            carry.close();
        }
    }

    /** After a failure, whose own exception is the one to be seen. */
    private static void discard(Destination destination, OperationContext context) {
        try {
            destination.discard();
        } catch (IOException e) {
            LOG.warn(
                    "What restore {} had written beside {} is left there for now",
                    context.id(),
                    PathText.of(destination.path().toString()),
                    e);
        }
    }

    private RestoreResult conclude(
            OperationContext context,
            RestoreSnapshotRequest request,
            RestorePlace place,
            Destination destination,
            String written,
            RestoreFindings findings)
            throws IOException {
        var swap = destination.swap(written);
        var row = finished.row(context.id(), place.graph().uid(), place.snapshot(), request, destination, swap);
        database.inTransaction(tx -> {
            context.fence(tx);
            finished.write(
                    tx,
                    row,
                    context.operation().createdBy(),
                    findings.files() + " files, " + findings.bytes() + " bytes");
            return row;
        });
        return result(row, findings.result());
    }

    private RestoreResult dryRun(RestorePlace place, ReadSession session) {
        var manifest = session.manifest();
        return RestoreResult.newBuilder()
                .setSnapshotId(place.snapshot().toString())
                .setPath(place.path().toString())
                .setNode(finished.node())
                .setFiles(manifest.getFileCount() + manifest.getHardLinkCount())
                .setDirectories(manifest.getDirectoryCount())
                .setSymlinks(manifest.getSymlinkCount())
                .setBytes(manifest.getLogicalBytes())
                .setDryRun(true)
                .build();
    }

    private static RestoreResult result(RestoreRow row, RestoreResult.Builder result) {
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

    private static void requireSpace(RestorePlace place, ReadSession session) throws IOException {
        var needed = RestoreSpace.needed(session);
        var parent = place.path().getParent();
        var free = Files.getFileStore(parent == null ? place.path() : parent).getUsableSpace();
        if (needed > free) {
            throw new GraphkeepException(
                            Reason.DESTINATION_FULL,
                            "The destination " + place.path() + " has " + free + " bytes free, and the snapshot needs "
                                    + needed + ".")
                    .with("free_bytes", Long.toString(free))
                    .with("needed_bytes", Long.toString(needed));
        }
    }

    private static @Nullable String swapping(OperationContext context) throws InvalidProtocolBufferException {
        var checkpoint = context.checkpoint();
        var written = checkpoint.isEmpty()
                ? ""
                : StringValue.parseFrom(checkpoint.get()).getValue();
        return written.isEmpty() ? null : written;
    }

    private static GraphkeepException explained(RestorePlace place, SystemCallException e) {
        var reason = e.isFull() ? Reason.DESTINATION_FULL : Reason.DESTINATION_UNUSABLE;
        return new GraphkeepException(
                        reason,
                        "The destination " + place.path() + " could not be written and is as it was: " + e.withoutName()
                                + ".",
                        e)
                .with(GraphkeepException.CAUSE, String.valueOf(e.getMessage()));
    }
}
