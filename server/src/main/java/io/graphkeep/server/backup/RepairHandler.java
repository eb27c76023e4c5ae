package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import io.graphkeep.server.backup.reading.ReadRate;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationHandler;
import io.graphkeep.server.security.PathPolicy;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.store.RepairNeed;
import io.graphkeep.server.store.RepairScope;
import io.graphkeep.server.store.Store;
import io.graphkeep.server.store.WriteRequest;
import io.graphkeep.server.store.WriteSession;
import io.graphkeep.v1.RepairResult;
import io.graphkeep.v1.RepairStoreRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Stores damaged data anew from the sources of the graphs that need it.
 *
 * <p>What was found damaged is read again first: what is whole after all is left as it is, and nothing intact is ever touched.
 * A source is read as a capture reads it, every file of it, and what it has of the lost chunks takes their place.
 */
public final class RepairHandler implements OperationHandler {
    private static final int MOST = 100;
    private static final int MOST_NOTES = 20;
    private static final Set<Reason> NO_SOURCE = EnumSet.of(
            Reason.SOURCE_NOT_FOUND,
            Reason.SOURCE_UNREADABLE,
            Reason.PATH_NOT_ALLOWED,
            Reason.GRAPH_NOT_FOUND,
            Reason.CONFLICT);

    private final Store store;
    private final Database database;
    private final VerifyLimits limits;
    private final CaptureLimits reading;
    private final PathPolicy paths;
    private final EventLog events;
    private final Ids ids;
    private final Clock clock;
    private final String node;
    private final int mostSegments;

    public RepairHandler(
            Store store,
            Database database,
            VerifyLimits limits,
            CaptureLimits reading,
            PathPolicy paths,
            EventLog events,
            Ids ids,
            Clock clock,
            String node) {
        this(store, database, limits, reading, paths, events, ids, clock, node, 0);
    }

    /** A repair that looks at so many damaged segments at a time; 0 for as many as are good. */
    RepairHandler(
            Store store,
            Database database,
            VerifyLimits limits,
            CaptureLimits reading,
            PathPolicy paths,
            EventLog events,
            Ids ids,
            Clock clock,
            String node,
            int mostSegments) {
        this.store = store;
        this.database = database;
        this.limits = limits;
        this.reading = reading;
        this.paths = paths;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.node = node;
        this.mostSegments = mostSegments;
    }

    @Override
    public String kind() {
        return Repairs.KIND;
    }

    @Override
    public OnTakeover onTakeover() {
        return OnTakeover.RESUME;
    }

    @Override
    public Any run(OperationContext context) throws IOException, InterruptedException {
        var request = context.parameters(RepairStoreRequest.parser());
        var result = RepairResult.newBuilder();
        var corrupt = corrupt(context.operation());
        Optional<RepairScope> next = Optional.of(first(corrupt.keySet()));
        while (next.isPresent()) {
            var need = look(context, next.get(), !request.getDryRun());
            result.setDamagedChunks(result.getDamagedChunks() + need.chunks());
            if (!request.getDryRun()) {
                var healed =
                        need.chunks() - heal(context, corrupt, need, result).chunks();
                result.setHealedChunks(result.getHealedChunks() + healed)
                        .setHealedFromSource(result.getHealedFromSource() + healed);
            }
            next = need.rest();
        }
        tell(context, corrupt.keySet(), request.getDryRun(), result);
        return Any.pack(result.build());
    }

    @Override
    public void settle(Transaction transaction, OperationRow operation) {}

    /** The snapshots that are to be whole again, with their graphs. */
    private Map<UUID, GraphRow> corrupt(OperationRow operation) {
        return database.read(tx -> {
            var found = new LinkedHashMap<UUID, GraphRow>();
            for (var row : tx.mapper(SnapshotMapper.class).inState("CORRUPT")) {
                var wanted = operation.snapshotId();
                var graph = operation.graphUid();
                if ((wanted == null || wanted.equals(row.id())) && (graph == null || graph.equals(row.graphUid()))) {
                    found.put(row.id(), Lookups.graphOf(tx, row));
                }
            }
            return found;
        });
    }

    private RepairScope first(Collection<UUID> snapshots) {
        return mostSegments == 0 ? RepairScope.of(snapshots) : RepairScope.of(snapshots, mostSegments);
    }

    private RepairNeed look(OperationContext context, RepairScope scope, boolean changes) throws InterruptedException {
        var watch = new VerifyWatch(context, limits.rate(), ReadRate.of(0));
        return store.repair().look(scope, changes, limits.workers(), watch);
    }

    private RepairNeed heal(
            OperationContext context, Map<UUID, GraphRow> corrupt, RepairNeed need, RepairResult.Builder result)
            throws IOException, InterruptedException {
        var left = need;
        for (var uid : corrupt.values().stream().map(GraphRow::uid).distinct().toList()) {
            if (left.isEmpty()) {
                break;
            }
            try {
                heal(context, uid, left);
                left = look(context, need.scope(), true);
            } catch (GraphkeepException e) {
                if (!NO_SOURCE.contains(e.reason())) {
                    throw e;
                }
                note(result, e.sentence());
            }
        }
        return left;
    }

    private void heal(OperationContext context, UUID uid, RepairNeed need) throws IOException {
        var graph = graph(uid);
        var write = new WriteRequest(uid, ids.next(), context.id(), context.attempt(), null);
        try (var session = store.openWrite(write)) {
            read(context, graph, session);
            context.checkCancelled();
            session.heal(need, context::fence);
        }
    }

    /** As a capture reads it that has no parent. */
    private void read(OperationContext context, GraphRow graph, WriteSession session) throws IOException {
        var progress = new CaptureProgress(context);
        try (var capture = new TreeCapture(session, null, OwnerNames.ofThisMachine(), progress, reading, clock)) {
            new SourceWalk(
                            Path.of(Objects.requireNonNull(graph.sourcePath())),
                            Excludes.of(graph.sourceExcludes()),
                            graph.oneFileSystem())
                    .walk(capture);
            capture.finish();
        }
    }

    /** A graph whose source this server sees. */
    private GraphRow graph(UUID uid) {
        var graph = database.read(
                        tx -> Optional.ofNullable(tx.mapper(GraphMapper.class).findByUid(uid)))
                .orElseThrow(() -> new GraphkeepException(Reason.GRAPH_NOT_FOUND, "A graph was deleted meanwhile."));
        var source = graph.sourcePath();
        if (source == null) {
            throw new GraphkeepException(
                    Reason.SOURCE_NOT_FOUND,
                    "Graph " + graph.id() + " has no source to read: it is sent by its clients.");
        }
        if (!node.equals(graph.sourceNode())) {
            throw new GraphkeepException(
                    Reason.SOURCE_NOT_FOUND,
                    "The source of graph " + graph.id() + " is seen by node " + graph.sourceNode()
                            + " alone: repair it with --graph " + graph.id() + ".");
        }
        paths.source(source, Principal.server());
        return graph;
    }

    private void tell(OperationContext context, Collection<UUID> before, boolean dryRun, RepairResult.Builder result) {
        var still = store.repair().corrupt(before);
        still.stream().limit(MOST).map(UUID::toString).forEach(result::addCorruptSnapshotIds);
        before.stream()
                .filter(id -> !still.contains(id))
                .limit(MOST)
                .map(UUID::toString)
                .forEach(result::addHealedSnapshotIds);
        if (dryRun || before.isEmpty()) {
            return;
        }
        var event = Event.of(
                        EventKind.STORE_REPAIRED,
                        context.operation().createdBy(),
                        "A repair has ended: " + result.getHealedChunks() + " of " + result.getDamagedChunks()
                                + " damaged chunks and " + result.getHealedSnapshotIdsCount() + " of " + before.size()
                                + " snapshots are whole again.")
                .operation(context.id());
        database.inTransaction(tx -> {
            context.fence(tx);
            events.append(tx, event);
            return event;
        });
    }

    private static void note(RepairResult.Builder result, String sentence) {
        if (result.getNotesCount() < MOST_NOTES) {
            result.addNotes(sentence);
        }
    }
}
