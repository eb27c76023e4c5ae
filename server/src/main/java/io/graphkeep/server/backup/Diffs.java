package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.DiffSnapshotsRequest;
import io.graphkeep.v1.DiffSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares a snapshot with another one, or with the directory that its graph is read from, as it is now. */
public final class Diffs {
    /** What stands for the directory in the place of the newer snapshot. */
    public static final String LIVE = "live";

    private final Database database;
    private final SnapshotTrees trees;
    private final Sources sources;
    private final Nodes nodes;

    /**
     * What a request turned out to mean.
     *
     * @param to null where it is the directory of {@code live}
     */
    private record Sides(
            UUID from, @Nullable UUID to, @Nullable GraphRow live) {}

    Diffs(Database database, SnapshotTrees trees, Sources sources, Nodes nodes) {
        this.database = database;
        this.trees = trees;
        this.sources = sources;
        this.nodes = nodes;
    }

    /** Tells what differs, and then the totals. */
    public DiffSummary compare(Principal caller, DiffSnapshotsRequest request, byte[] prefix, DiffListener listener)
            throws InterruptedException {
        var sides = sides(caller, request);
        try (var before = trees.open(sides.from());
                var renewal = new LeaseRenewal(before)) {
            var older = new TreeSide(sides.from(), before);
            var watched = renewal.over(listener);
            var diff = new TreeDiff(older, prefix, watched);
            var live = sides.live();
            if (live == null) {
                snapshot(Objects.requireNonNull(sides.to()), renewal, diff);
            } else {
                directory(live, diff, watched);
            }
            return diff.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("The comparison of snapshot " + sides.from() + " failed", e);
        }
    }

    private void snapshot(UUID id, LeaseRenewal renewal, TreeDiff diff) throws IOException, InterruptedException {
        try (var after = trees.open(id);
                var _ = renewal.also(after)) {
            var newer = new TreeSide(id, after);
            while (newer.advance()) {
                diff.newer(newer.path(), new SnapshotEntry(newer, Objects.requireNonNull(newer.entry())));
            }
        }
    }

    private void directory(GraphRow graph, TreeDiff diff, DiffListener listener) throws IOException {
        var walk = new SourceWalk(
                Path.of(Objects.requireNonNull(graph.sourcePath())),
                Excludes.of(graph.sourceExcludes()),
                graph.oneFileSystem());
        walk.walk(new DirectoryDiff(diff, new EntryMaker(OwnerNames.ofThisMachine()), listener));
    }

    private Sides sides(Principal caller, DiffSnapshotsRequest request) {
        var sides = database.read(transaction -> {
            var graphId = request.getGraphId();
            var from = Lookups.readableSnapshot(transaction, request.getFromSnapshotId(), graphId, caller);
            if (request.getToSnapshotId().equals(LIVE)) {
                return new Sides(from.id(), null, Lookups.graph(transaction, graphId, caller));
            }
            var to = Lookups.readableSnapshot(transaction, request.getToSnapshotId(), graphId, caller);
            return new Sides(from.id(), to.id(), null);
        });
        if (sides.live() != null) {
            requireLive(sides.live());
        }
        return sides;
    }

    private void requireLive(GraphRow graph) {
        var path = graph.sourcePath();
        var node = graph.sourceNode();
        if (path == null || node == null) {
            throw new GraphkeepException(
                            Reason.SOURCE_KIND_MISMATCH,
                            "Graph " + graph.id() + " is pushed by its clients: there is no directory to compare with.")
                    .with("graph_id", graph.id());
        }
        nodes.requireSelf(node);
        sources.stillThere(path, node);
    }
}
