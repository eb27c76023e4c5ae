package io.graphkeep.server.backup;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphQuery;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.graph.GraphSummaryRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphKind;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.UpdateGraphRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The graphs under protection: made, shown, changed.
 *
 * <p>Changes happen in the caller's transaction, with their event and their state records; {@link #settle} is called once it
 * has committed, before anyone is answered.
 */
public final class Graphs {
    private final Database database;
    private final GraphPolicies policies;
    private final Sources sources;
    private final ForeignPlaces foreign;
    private final Nodes nodes;
    private final GraphSchedules schedules;
    private final GraphFacts facts;
    private final BackupEvents events;
    private final Ids ids;
    private final Clock clock;

    Graphs(
            Database database,
            GraphPolicies policies,
            Sources sources,
            ForeignPlaces foreign,
            Nodes nodes,
            GraphSchedules schedules,
            GraphFacts facts,
            BackupEvents events,
            Ids ids,
            Clock clock) {
        this.database = database;
        this.policies = policies;
        this.sources = sources;
        this.foreign = foreign;
        this.nodes = nodes;
        this.schedules = schedules;
        this.facts = facts;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /** Looks at what {@link #create} needs to know of the disk. */
    public SourceLook lookForCreation(Principal caller, Graph asked) {
        return look(asked, asked.getSource().hasDirectory(), caller);
    }

    /** Looks at what {@link #update} needs to know of the disk. */
    public SourceLook lookForUpdate(Principal caller, UpdateGraphRequest request) {
        var id = request.getGraph().getGraphId();
        var before = database.read(transaction -> Lookups.graph(transaction, id, caller));
        var mask = request.getUpdateMask();
        requireOwn(before, mask);
        return look(merged(GraphMessages.message(before), request.getGraph(), mask), touches(mask, "source"), caller);
    }

    /** Puts a data set under protection; nothing is captured yet. */
    public Graph create(Transaction transaction, Principal caller, Graph asked, SourceLook look) {
        var now = OffsetDateTime.now(clock);
        var uid = ids.next();
        var mapper = transaction.mapper(GraphMapper.class);
        var kept = kept(asked, asked.getSource().hasDirectory(), look);
        requireNotBelowDefault(kept, caller);
        requireNotForeign(transaction, kept, caller);
        var source = kept.getSource();
        var row = new GraphRow(
                uid,
                asked.getGraphId(),
                "ACTIVE",
                "PRIMARY",
                kindName(kept),
                source.hasDirectory() ? "DIRECTORY" : "PUSHED",
                source.hasDirectory() ? source.getDirectory().getPath() : null,
                source.hasDirectory() ? source.getDirectory().getNode() : null,
                source.getDirectory().getExcludesList(),
                source.getDirectory().getOneFileSystem(),
                kept.getDescription(),
                GraphPolicies.print(kept.getPolicy()),
                kept.getLabelsMap(),
                1,
                mapper.instance(),
                uid,
                1,
                now,
                caller.name(),
                now,
                null);
        if (mapper.insert(row) == 0) {
            throw new GraphkeepException(Reason.GRAPH_ALREADY_EXISTS, "There is a graph " + row.id() + " already.")
                    .with("graph_id", row.id());
        }
        schedules.enter(transaction, row);
        facts.graphCreated(transaction, row);
        events.graphCreated(transaction, row, caller.name());
        return shown(transaction, row);
    }

    /** One graph; GRAPH_NOT_FOUND also where it is out of scope. */
    public Graph get(Principal caller, String id) {
        return database.read(transaction -> shown(transaction, Lookups.graph(transaction, id, caller)));
    }

    /** A page of graphs by id, with what is known of each in one question to the catalog. */
    public List<Graph> list(GraphQuery query) {
        return database.read(transaction -> {
            var mapper = transaction.mapper(GraphMapper.class);
            var rows = mapper.list(query);
            if (rows.isEmpty()) {
                return List.<Graph>of();
            }
            var summaries = mapper.summaries(rows.stream().map(GraphRow::uid).toList()).stream()
                    .collect(Collectors.toMap(GraphSummaryRow::graphUid, Function.identity()));
            return rows.stream()
                    .map(row -> shown(row, summaries.get(row.uid())))
                    .toList();
        });
    }

    /** Changes the fields that the mask names, and no others. */
    public Graph update(Transaction transaction, Principal caller, UpdateGraphRequest request, SourceLook look) {
        var before = Lookups.lockedGraph(transaction, request.getGraph().getGraphId(), caller);
        Etags.require(request.getEtag(), before.uid(), before.version(), "graph");
        Lookups.requireActive(transaction, before);
        var mask = request.getUpdateMask();
        requireOwn(before, mask);
        var asked = merged(GraphMessages.message(before), request.getGraph(), mask);
        var newSource = touches(mask, "source");
        if (newSource && asked.getSource().hasDirectory() != before.isDirectory()) {
            requireNoSnapshots(transaction, before);
        }
        var kept = kept(asked, newSource, look);
        if (newSource) {
            requireNotForeign(transaction, kept, caller);
        }
        var row = changed(transaction, before, kept);
        requireNotShorter(before, row, caller, request.getForce());
        transaction.mapper(GraphMapper.class).update(row);
        schedules.enter(transaction, row);
        facts.graphChanged(transaction, before, row);
        events.graphUpdated(transaction, row, caller.name(), mask.getPathsList());
        return shown(transaction, Lookups.graph(transaction, row.id(), caller));
    }

    /** Puts what committed changes must tell the store; before their caller is answered. */
    public void settle() {
        facts.putPending();
    }

    private Graph shown(Transaction transaction, GraphRow row) {
        var summary = transaction.mapper(GraphMapper.class).summaries(List.of(row.uid())).stream()
                .findFirst()
                .orElse(null);
        return shown(row, summary);
    }

    private Graph shown(GraphRow row, @Nullable GraphSummaryRow summary) {
        var known = summary == null ? GraphSummaryRow.none(row.uid()) : summary;
        return GraphMessages.message(row, schedules.areOn() ? known : known.withoutCaptures());
    }

    private static Graph merged(Graph before, Graph asked, FieldMask mask) {
        var result = before.toBuilder();
        var options = new FieldMaskUtil.MergeOptions()
                .setReplaceMessageFields(true)
                .setReplaceRepeatedFields(true)
                .setReplacePrimitiveFields(true);
        FieldMaskUtil.merge(mask, asked, result, options);
        return result.build();
    }

    private SourceLook look(Graph asked, boolean newSource, Principal caller) {
        var source = asked.getSource();
        if (!source.hasDirectory() && !source.hasPushed()) {
            throw GraphkeepException.invalid("graph.source", "it must be a directory or pushed");
        }
        var violations = GraphPolicies.violations("graph.policy", asked.getPolicy(), source.hasPushed());
        if (!violations.isEmpty()) {
            throw GraphkeepException.invalid(violations);
        }
        if (source.hasPushed()) {
            var kind =
                    asked.getKind() == GraphKind.GRAPH_KIND_UNSPECIFIED ? GraphKind.GRAPH_KIND_PLAIN : asked.getKind();
            return new SourceLook(source, newSource, source, kind);
        }
        var directory = source.getDirectory().toBuilder();
        if (newSource) {
            var path = sources.named("graph.source", source.getDirectory(), caller);
            directory.setPath(path.toString()).setNode(nodes.self());
        } else {
            directory.setPath(Objects.requireNonNull(PathText.parseToString(directory.getPath())));
        }
        var kind = asked.getKind();
        if (kind == GraphKind.GRAPH_KIND_UNSPECIFIED) {
            nodes.requireSelf(directory.getNode());
            kind = sources.kind(Path.of(directory.getPath()));
        }
        var resolved = source.toBuilder().setDirectory(directory).build();
        return new SourceLook(source, newSource, resolved, kind);
    }

    /** The graph as it is to be kept: its directory resolved where it is new, its kind as the look has found it. */
    private static Graph kept(Graph asked, boolean newSource, SourceLook look) {
        if (!look.isOf(asked.getSource(), newSource)) {
            throw new GraphkeepException(
                            Reason.CONFLICT,
                            "Graph " + asked.getGraphId() + " was changed while its source was looked at.")
                    .with("graph_id", asked.getGraphId());
        }
        var kind = asked.getKind() == GraphKind.GRAPH_KIND_UNSPECIFIED ? look.kind() : asked.getKind();
        return asked.toBuilder().setSource(look.resolved()).setKind(kind).build();
    }

    private void requireNotForeign(Transaction transaction, Graph kept, Principal caller) {
        if (kept.getSource().hasDirectory()) {
            var directory = kept.getSource().getDirectory();
            foreign.enter(transaction, caller, directory.getNode(), Path.of(directory.getPath()));
        }
    }

    private GraphRow changed(Transaction transaction, GraphRow before, Graph kept) {
        var now = OffsetDateTime.now(clock);
        var source = kept.getSource();
        return new GraphRow(
                before.uid(),
                before.id(),
                before.state(),
                before.role(),
                kindName(kept),
                source.hasDirectory() ? "DIRECTORY" : "PUSHED",
                source.hasDirectory() ? source.getDirectory().getPath() : null,
                source.hasDirectory() ? source.getDirectory().getNode() : null,
                source.getDirectory().getExcludesList(),
                source.getDirectory().getOneFileSystem(),
                kept.getDescription(),
                GraphPolicies.print(kept.getPolicy()),
                kept.getLabelsMap(),
                before.epoch(),
                before.originInstance(),
                before.originGraph(),
                before.version(),
                before.createdAt(),
                before.createdBy(),
                now,
                isMoved(before, source) ? afterAll(transaction, before, now) : before.sourceSince());
    }

    private static boolean isMoved(GraphRow before, Source after) {
        return before.isDirectory()
                && after.hasDirectory()
                && !(after.getDirectory().getPath().equals(before.sourcePath())
                        && after.getDirectory().getNode().equals(before.sourceNode()));
    }

    /** No earlier than the cut of any snapshot that a capture could build on, whichever clock that was told by. */
    private static OffsetDateTime afterAll(Transaction transaction, GraphRow graph, OffsetDateTime now) {
        var latest = transaction.mapper(SnapshotMapper.class).latest(graph.uid(), true);
        return latest == null || latest.cutAt().isBefore(now) ? now : latest.cutAt();
    }

    private static String kindName(Graph graph) {
        return graph.getKind().name().substring("GRAPH_KIND_".length());
    }

    private static boolean touches(FieldMask mask, String field) {
        return mask.getPathsList().stream().anyMatch(path -> path.equals(field) || path.startsWith(field + "."));
    }

    /** What a replica is and where it comes from is its origin's to say. */
    private static void requireOwn(GraphRow graph, FieldMask mask) {
        if (graph.role().equals("REPLICA") && (touches(mask, "source") || touches(mask, "kind"))) {
            throw new GraphkeepException(
                            Reason.GRAPH_IS_REPLICA,
                            "Graph " + graph.id() + " is a replica: kind and source belong to its origin.")
                    .with("graph_id", graph.id());
        }
    }

    private void requireNoSnapshots(Transaction transaction, GraphRow graph) {
        var now = OffsetDateTime.now(clock);
        if (transaction
                        .mapper(SnapshotMapper.class)
                        .obstacles(graph.uid(), now, now)
                        .snapshots()
                > 0) {
            throw new GraphkeepException(
                            Reason.SOURCE_KIND_MISMATCH,
                            "Graph " + graph.id() + " has snapshots: a directory cannot become pushed, nor the other"
                                    + " way round.")
                    .with("graph_id", graph.id());
        }
    }

    private void requireNotBelowDefault(Graph kept, Principal caller) {
        var period = policies.protectedPeriod(kept.getPolicy());
        var least = policies.protectedPeriod(GraphPolicy.getDefaultInstance());
        if (period.compareTo(least) < 0 && !caller.mayUse(Role.ADMIN)) {
            throw new GraphkeepException(
                            Reason.PERMISSION_DENIED,
                            "The protected period of graph " + kept.getGraphId() + " would be " + period.toSeconds()
                                    + " s, shorter than this server's " + least.toSeconds()
                                    + " s. Only an admin may do that.")
                    .with("required_role", "admin");
        }
    }

    private void requireNotShorter(GraphRow before, GraphRow after, Principal caller, boolean force) {
        var old = policies.protectedPeriod(before);
        var now = policies.protectedPeriod(after);
        if (now.compareTo(old) < 0 && !(force && caller.mayUse(Role.ADMIN))) {
            throw new GraphkeepException(
                            Reason.SNAPSHOT_PROTECTED,
                            "The protected period of graph " + before.id() + " would get shorter: " + old.toSeconds()
                                    + " s to " + now.toSeconds() + " s. Only an admin may do that, with force.")
                    .with("graph_id", before.id())
                    .with("protected_seconds", Long.toString(old.toSeconds()));
        }
    }
}
