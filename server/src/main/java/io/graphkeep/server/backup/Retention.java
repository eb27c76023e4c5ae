package io.graphkeep.server.backup;

import io.graphkeep.server.backup.retention.Candidate;
import io.graphkeep.server.backup.retention.Decision;
import io.graphkeep.server.backup.retention.RetentionRules;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphQuery;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.RetentionPolicy;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the graphs' rules say of their snapshots now. It decides, and removes nothing.
 *
 * <p>Snapshots that are being made, are going, or that nobody has confirmed are not looked at: they are neither removed nor a
 * reason for removing others.
 */
final class Retention {
    private static final int PAGE = 200;
    private static final Set<String> CONSIDERED = Set.of("COMPLETED", "PARTIAL", "CORRUPT");

    private final Database database;
    private final GraphPolicies policies;
    private final RetentionPolicy otherwise;
    private final ZoneId zone;

    /**
     * The retention of an instance.
     *
     * @param days how many days snapshots are kept where a graph has no policy of its own
     * @param zone of graphs that name none
     */
    Retention(Database database, GraphPolicies policies, int days, ZoneId zone) {
        this.database = database;
        this.policies = policies;
        this.otherwise = RetentionPolicy.newBuilder().setKeepDays(days).build();
        this.zone = zone;
    }

    /** What was decided of one snapshot. */
    record Decided(SnapshotRow snapshot, Decision decision) {}

    /** Decides graph after graph: one of them, or all. */
    void decide(@Nullable GraphRow only, Instant now, Consumer<List<Decided>> each) {
        if (only != null) {
            each.accept(ofGraph(only, now));
            return;
        }
        String after = null;
        while (true) {
            var query = new GraphQuery(null, null, Map.of(), List.of(), after, PAGE);
            var graphs = database.read(
                    transaction -> transaction.mapper(GraphMapper.class).list(query));
            if (graphs.isEmpty()) {
                return;
            }
            graphs.stream().filter(graph -> !graph.isDeleting()).forEach(graph -> each.accept(ofGraph(graph, now)));
            after = graphs.getLast().id();
        }
    }

    private List<Decided> ofGraph(GraphRow graph, Instant now) {
        var policy = GraphPolicies.parse(graph.policy());
        var snapshots =
                database
                        .read(transaction ->
                                transaction.mapper(SnapshotMapper.class).ofGraph(graph.uid()))
                        .stream()
                        .filter(row -> CONSIDERED.contains(row.state()))
                        .collect(Collectors.toMap(SnapshotRow::id, row -> row));
        var at = OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
        var candidates =
                snapshots.values().stream().map(row -> candidate(row, at)).toList();
        var decided = new ArrayList<Decided>();
        for (var decision : rules(policy).decide(candidates, now)) {
            var row = snapshots.get(decision.candidate().id());
            if (row != null) {
                decided.add(new Decided(row, decision));
            }
        }
        return decided;
    }

    private RetentionRules rules(GraphPolicy policy) {
        return new RetentionRules(
                policy.hasRetention() ? policy.getRetention() : otherwise,
                policy.getTimeZone().isEmpty() ? zone : ZoneId.of(policy.getTimeZone()),
                policies.protectedPeriod(policy));
    }

    private static Candidate candidate(SnapshotRow row, OffsetDateTime now) {
        return new Candidate(
                row.id(),
                row.cutAt().toInstant(),
                row.createdAt().toInstant(),
                row.state().equals("COMPLETED"),
                row.isHeld(now),
                false);
    }
}
