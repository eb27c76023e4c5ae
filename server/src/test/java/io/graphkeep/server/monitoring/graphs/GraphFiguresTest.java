package io.graphkeep.server.monitoring.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.usage.UsageMapper;
import io.graphkeep.server.monitoring.Health;
import io.graphkeep.server.monitoring.Metrics;
import io.graphkeep.server.monitoring.Verdict;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Each graph has its figures, and one that is gone has none. */
class GraphFiguresTest {
    private static final String SOURCE =
            "'ACTIVE', 'PRIMARY', 'DIRECTORY', 'PUSHED', gen_random_uuid(), gen_random_uuid(),"
                    + " now(), 'ann', now()";

    @Test
    void eachGraphHasItsFiguresAndOneThatIsGoneHasNone() {
        try (var test = TestDatabase.create(UsageMapper.class);
                var metrics = new Metrics("test")) {
            var health = new Health(Clock.systemUTC());
            health.report(GraphLooks.component("books"), Verdict.degraded("CAPTURE_FAILED", "It failed.", "Try."));
            var figures = new GraphFigures(test.database(), health, metrics.registry());
            sql(test, graph("books", "00000000-0000-0000-0000-000000000001"));
            sql(test, graph("films", "00000000-0000-0000-0000-000000000002"));
            sql(
                    test,
                    "INSERT INTO session (id, kind, state, opened_epoch, lease_until, opened_at) VALUES"
                            + " ('00000000-0000-0000-0000-000000000003', 'WRITE', 'COMMITTED', 1, now(), now())");
            sql(
                    test,
                    "INSERT INTO snapshot (id, graph_uid, state, consistency, session_id, origin_instance, epoch,"
                            + " cut_at, created_at, created_by, manifest_digest, segments, logical_bytes) VALUES"
                            + " (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'COMPLETED', 'FUZZY',"
                            + " '00000000-0000-0000-0000-000000000003', gen_random_uuid(), 1, '2026-01-01T00:00:00Z',"
                            + " now(), 'ann', sha256(''), '', 1234)");

            figures.read();
            var text = metrics.text(Metrics.Format.PROMETHEUS);

            assertThat(text)
                    .contains("graphkeep_graphs 2.0")
                    .contains("graphkeep_backup_size_bytes{graph=\"books\"} 1234.0")
                    .contains("graphkeep_backup_snapshots_kept{graph=\"books\"} 1.0")
                    .contains("graphkeep_backup_snapshots_corrupt{graph=\"books\"} 0.0")
                    .contains("graphkeep_backup_newest_cut_timestamp_seconds{graph=\"books\"} 1.7672256E9")
                    .contains("graphkeep_backup_newest_cut_timestamp_seconds{graph=\"films\"} 0.0")
                    .contains("graphkeep_graph_state{graph=\"books\",state=\"DEGRADED\"} 1.0")
                    .contains("graphkeep_graph_state{graph=\"films\",state=\"UNKNOWN\"} 1.0")
                    .contains("graphkeep_graph_state{graph=\"films\",state=\"HEALTHY\"} 0.0");

            sql(test, "DELETE FROM graph WHERE id = 'films'");
            figures.read();
            assertThat(metrics.text(Metrics.Format.PROMETHEUS)).doesNotContain("films");
        }
    }

    private static String graph(String id, String uid) {
        return "INSERT INTO graph (uid, id, state, role, kind, source, origin_instance, origin_graph, created_at,"
                + " created_by, updated_at) VALUES ('" + uid + "', '" + id + "', " + SOURCE + ")";
    }

    private static void sql(TestDatabase test, String statement) {
        test.database().inTransaction(transaction -> {
            try (var prepared = transaction.connection().createStatement()) {
                return prepared.executeUpdate(statement);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
