package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.server.backup.assembly.ParentUnusableException;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.NewSnapshotRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationHandler;
import io.graphkeep.server.security.PathPolicy;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.store.SnapshotTotals;
import io.graphkeep.server.store.Store;
import io.graphkeep.server.store.WriteRequest;
import io.graphkeep.transfer.ManifestFormat;
import io.graphkeep.v1.CreateSnapshotRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a snapshot of a graph's directory.
 *
 * <p>The snapshot's row is there from the start, CREATING; it becomes visible in the one transaction that also proves that
 * this attempt still owns the operation. A capture that does not get there leaves no row, and its id is never used again.
 */
public final class CaptureHandler implements OperationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureHandler.class);

    /** How often a capture is begun anew when what it referred to was removed or found damaged before its commit. */
    private static final int MOST_AGAIN = 2;

    private final Store store;
    private final Database database;
    private final EventLog events;
    private final GraphPolicies policies;
    private final PathPolicy paths;
    private final SourceCapture source;
    private final GraphUsage usage;
    private final SnapshotWishes wishes;
    private final Ids ids;
    private final Clock clock;

    public CaptureHandler(
            Store store,
            Database database,
            EventLog events,
            GraphPolicies policies,
            PathPolicy paths,
            CaptureLimits limits,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.database = database;
        this.events = events;
        this.policies = policies;
        this.paths = paths;
        this.usage = new GraphUsage(database, store::heldBy);
        this.source = new SourceCapture(store, limits, clock);
        this.wishes = new SnapshotWishes(store.records());
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "CAPTURE";
    }

    @Override
    public OnTakeover onTakeover() {
        return OnTakeover.FAIL;
    }

    @Override
    public Any run(OperationContext context) throws IOException {
        var begun = begin(context, null);
        for (var again = 0; ; again++) {
            try {
                return run(context, begun);
            } catch (GraphkeepException e) {
                if (e.reason() != Reason.CONFLICT || again == MOST_AGAIN) {
                    throw e;
                }
                LOG.warn("Operation {} captures again: {}", context.id(), e.sentence());
                begun = begin(context, begun.snapshot());
            }
        }
    }

    private Any run(OperationContext context, Begun begun) throws IOException {
        // What may be read can have changed since the graph was made; a schedule asks nobody.
        paths.source(Objects.requireNonNull(begun.graph().sourcePath()), Principal.server());
        var request = context.parameters(CreateSnapshotRequest.parser());
        var before = begun.before(request);
        if (before != null) {
            try {
                return capture(context, request, begun);
            } catch (ParentUnusableException e) {
                LOG.warn(
                        "Snapshot {} of graph {} cannot build on its parent {} and reads every file: {}",
                        begun.snapshot(),
                        begun.graph().id(),
                        before.id(),
                        e.getMessage());
                return capture(context, request, new Begun(begun.snapshot(), begun.graph(), null));
            }
        }
        return capture(context, request, begun);
    }

    @Override
    public void settle(Transaction tx, OperationRow operation) {
        var snapshot = operation.snapshotId();
        if (snapshot == null) {
            return;
        }
        tx.mapper(SnapshotMapper.class).dropCreating(snapshot);
        var event = Event.of(
                        EventKind.SNAPSHOT_FAILED,
                        operation.createdBy(),
                        "The capture of graph " + operation.graphId() + " ended without a snapshot.")
                .severity(Severity.ERROR)
                .snapshot(snapshot)
                .operation(operation.id());
        events.append(tx, about(event, operation));
    }

    @Override
    public Optional<Any> concluded(Transaction tx, OperationRow operation) {
        var id = operation.snapshotId();
        var row = id == null ? null : tx.mapper(SnapshotMapper.class).find(id);
        if (row == null || row.manifestDigest() == null) {
            return Optional.empty();
        }
        return Optional.of(Any.pack(SnapshotMessages.message(row, protectedPeriod(tx, row), now())));
    }

    private record Begun(
            UUID snapshot, GraphRow graph, @Nullable SnapshotRow parent) {
        /** By which files are known not to have changed; null where all are to be read, as with a source that is another one. */
        @Nullable
        SnapshotRow before(CreateSnapshotRequest request) {
            var since = graph.sourceSince();
            var isOfOther = parent != null && since != null && !parent.cutAt().isAfter(since);
            return isOfOther || request.getForceRead() ? null : parent;
        }
    }

    /** The id of a snapshot whose manifest may have been put is never used again. */
    private Begun begin(OperationContext context, @Nullable UUID before) {
        return database.inTransaction(tx -> {
            context.fence(tx);
            var graph = CapturableGraph.require(tx, context.operation());
            RunningRestores.refuseOver(tx, graph);
            GraphQuota.of(graph).requireRoom(tx);
            var parent = tx.mapper(SnapshotMapper.class).latest(graph.uid(), false);
            if (before != null) {
                tx.mapper(SnapshotMapper.class).dropCreating(before);
            }
            var known = before == null ? context.operation().snapshotId() : null;
            var snapshot = known == null ? ids.next() : known;
            if (known == null) {
                context.snapshot(tx, snapshot);
            }
            return new Begun(snapshot, graph, parent);
        });
    }

    private Any capture(OperationContext context, CreateSnapshotRequest request, Begun begun) throws IOException {
        var parentId = begun.parent() == null ? null : begun.parent().id();
        var quota = GraphQuota.of(begun.graph());
        var write = new WriteRequest(
                begun.graph().uid(),
                begun.snapshot(),
                context.id(),
                context.attempt(),
                parentId,
                quota.storedWatch(usage));
        try (var session = store.openWrite(write)) {
            announce(context, request, begun, session.id(), parentId);
            var cut = clock.instant();
            var progress = new CaptureProgress(context, quota::requireFits);
            var tree = source.read(begun.graph(), begun.before(request), session, progress);
            quota.requireFits(tree.counts().logicalBytes());
            refuseEmpty(request, begun, tree);
            context.checkCancelled();
            var consistency = source.consistency(begun.graph(), tree, request.getSourceStopped());
            var manifest = manifest(begun, cut, tree, consistency);
            var read = tree.counts();
            context.progress(read.logicalBytes(), read.logicalBytes(), read.files(), read.files(), "committing");
            var partial = tree.counts().unreadable() > 0;
            var totals = new SnapshotTotals(
                    partial,
                    tree.counts().skipped(),
                    context.operation().createdBy(),
                    takenFor(context),
                    tree.counts().message().toByteString());
            keepFindings(context, progress);
            context.checkCancelled();
            session.commit(manifest, totals, tx -> conclude(tx, context, request, begun, tree));
        }
        return database.read(tx -> concluded(tx, begun.snapshot()));
    }

    private void announce(
            OperationContext context, CreateSnapshotRequest request, Begun begun, UUID session, @Nullable UUID parent) {
        database.inTransaction(tx -> {
            context.fence(tx);
            var snapshots = tx.mapper(SnapshotMapper.class);
            snapshots.dropCreating(begun.snapshot());
            snapshots.insert(new NewSnapshotRow(
                    begun.snapshot(),
                    begun.graph().uid(),
                    session,
                    context.id(),
                    parent,
                    store.instanceId(),
                    begun.graph().epoch(),
                    now(),
                    context.operation().createdBy(),
                    takenFor(context),
                    request.getDescription(),
                    request.getLabelsMap()));
            return begun.snapshot();
        });
    }

    private static String takenFor(OperationContext context) {
        return context.operation().createdBy().equals("schedule") ? "SCHEDULED" : "MANUAL";
    }

    private static void refuseEmpty(CreateSnapshotRequest request, Begun begun, CapturedTree tree) {
        var parent = begun.parent();
        if (tree.counts().isEmpty() && !request.getAllowEmpty() && parent != null && parent.files() > 0) {
            throw new GraphkeepException(
                    Reason.CAPTURE_EMPTY,
                    "The source of graph " + begun.graph().id() + " holds no file, and its newest snapshot "
                            + parent.id() + " holds " + parent.files() + ".");
        }
    }

    private Manifest manifest(Begun begun, Instant cut, CapturedTree tree, ManifestConsistency consistency) {
        return tree.manifest()
                .setFormatVersion(ManifestFormat.VERSION)
                .setGraphUid(begun.graph().originGraph().toString())
                .setSnapshotId(begun.snapshot().toString())
                .setOriginInstanceId(store.instanceId().toString())
                .setCutTimeUs(ChronoUnit.MICROS.between(Instant.EPOCH, cut))
                .setConsistency(consistency)
                .setEpoch(begun.graph().epoch())
                .build();
    }

    /** The last part of the commit's transaction: whoever lost the operation or the graph meanwhile commits nothing. */
    private void conclude(
            Transaction tx, OperationContext context, CreateSnapshotRequest request, Begun begun, CapturedTree tree) {
        context.fence(tx);
        CapturableGraph.requireUnchanged(tx, begun.graph());
        var unreadable = tree.counts().unreadable();
        var snapshots = tx.mapper(SnapshotMapper.class);
        snapshots.committed(begun.snapshot(), now(), tree.counts().message().toByteArray());
        wishes.keep(tx, request, begun.snapshot(), context.operation().createdBy(), now());
        var event = Event.of(
                        EventKind.SNAPSHOT_COMPLETED,
                        context.operation().createdBy(),
                        "Snapshot of graph " + begun.graph().id() + " is complete: "
                                + tree.counts().files() + " files, "
                                + tree.counts().logicalBytes() + " bytes.")
                .severity(unreadable == 0 ? Severity.INFO : Severity.WARNING)
                .graph(begun.graph().uid(), begun.graph().id())
                .snapshot(begun.snapshot())
                .operation(context.id());
        events.append(tx, event);
    }

    private Any concluded(Transaction tx, UUID snapshot) {
        var row = Objects.requireNonNull(tx.mapper(SnapshotMapper.class).find(snapshot));
        return Any.pack(SnapshotMessages.message(row, protectedPeriod(tx, row), now()));
    }

    private Duration protectedPeriod(Transaction tx, SnapshotRow row) {
        return policies.protectedPeriod(Lookups.graphOf(tx, row));
    }

    private static Event about(Event event, OperationRow operation) {
        var uid = operation.graphUid();
        var id = operation.graphId();
        return uid == null || id == null ? event : event.graph(uid, id);
    }

    /** Durable before the commit, so that whoever tells the outcome can tell them too; the only place that names files. */
    private static void keepFindings(OperationContext context, CaptureProgress progress) {
        var findings = progress.findings();
        if (findings.getFindingsTotal() > 0) {
            context.checkpoint(findings);
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
