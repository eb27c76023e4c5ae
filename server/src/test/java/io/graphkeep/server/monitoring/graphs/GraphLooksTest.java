package io.graphkeep.server.monitoring.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.rpc.Status;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.graph.GraphStandingMapper;
import io.graphkeep.server.monitoring.Health;
import io.graphkeep.server.monitoring.HealthState;
import io.graphkeep.server.security.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each graph is as healthy as its newest snapshot and its last capture, and never more so for lack of knowledge. */
class GraphLooksTest {
    private static final UUID SESSION = new UUID(1, 1);

    private final SettableClock clock = new SettableClock();
    private final Set<String> missing = new HashSet<>();
    private TestDatabase test;
    private Health health;
    private GraphLooks looks;
    private int number;

    @BeforeEach
    void open() {
        test = TestDatabase.create(GraphStandingMapper.class);
        health = new Health(clock);
        looks = new GraphLooks(test.database(), health, path -> !missing.contains(path), "node-a", true, clock);
        sql("INSERT INTO session (id, kind, state, opened_epoch, lease_until, opened_at) VALUES ('" + SESSION
                + "', 'WRITE', 'COMMITTED', 1, now(), now())");
        sql("INSERT INTO process (id, home, node, pid, version, started_at, lease_until) VALUES (gen_random_uuid(),"
                + " gen_random_uuid(), 'node-a', 1, '1', now(), 'infinity')");
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aGraphWithoutASnapshotIsDegradedAndCriticalOnceOneIsOverdue() {
        graph("books", "node-a");
        schedule("books", null, Duration.ofMinutes(5));
        assertSeen("books", HealthState.DEGRADED, "NEVER_CAPTURED");

        clock.advance(Duration.ofMinutes(30));

        assertSeen("books", HealthState.CRITICAL, "NEVER_CAPTURED");
    }

    @Test
    void whileTheFirstSnapshotIsMadeNothingIsKnown() {
        graph("books", "node-a");
        operation("books", "RUNNING", null);

        assertSeen("books", HealthState.UNKNOWN, "FIRST_CAPTURE");
    }

    @Test
    void aWholeSnapshotOfAKeptScheduleIsHealthyAndAMissedRunIsNot() {
        graph("books", "node-a");
        snapshot("books", "COMPLETED", Duration.ofMinutes(1));
        schedule("books", Duration.ofMinutes(2), Duration.ofHours(1));
        assertSeen("books", HealthState.HEALTHY, "");

        clock.advance(Duration.ofMinutes(90));
        assertSeen("books", HealthState.DEGRADED, "SCHEDULE_OVERDUE");

        clock.advance(Duration.ofDays(1));
        assertSeen("books", HealthState.CRITICAL, "SCHEDULE_OVERDUE");
        operation("books", "RUNNING", null);
        assertSeen("books", HealthState.HEALTHY, "");
    }

    @Test
    void aPushedGraphPromisesNoTimeAndIsHealthyAtAnyAge() {
        graph("films", null);
        snapshot("films", "COMPLETED", Duration.ofDays(300));

        assertSeen("films", HealthState.HEALTHY, "");
    }

    @Test
    void aFailedCaptureDegradesAndIsCriticalWhereThereIsNothingElse() {
        graph("books", "node-a");
        operation("books", "FAILED", "The disk is full.");
        assertSeen("books", HealthState.CRITICAL, "CAPTURE_FAILED");
        assertThat(health.find("graph/books/backup").orElseThrow().verdict().message())
                .contains("The disk is full.");

        snapshot("books", "COMPLETED", Duration.ofDays(1));

        assertSeen("books", HealthState.DEGRADED, "CAPTURE_FAILED");
    }

    @Test
    void aNewestSnapshotThatIsPartialOrCorruptDegradesAndIsCriticalWhereNoneIsWhole() {
        graph("books", "node-a");
        snapshot("books", "PARTIAL", Duration.ofHours(1));
        assertSeen("books", HealthState.CRITICAL, "SNAPSHOT_PARTIAL");

        snapshot("books", "COMPLETED", Duration.ofHours(2));
        assertSeen("books", HealthState.DEGRADED, "SNAPSHOT_PARTIAL");

        snapshot("books", "CORRUPT", Duration.ofMinutes(1));
        assertSeen("books", HealthState.DEGRADED, "SNAPSHOT_CORRUPT");
    }

    @Test
    void aSourceThatIsAwayIsCriticalWhateverSnapshotsThereAre() {
        graph("books", "node-a");
        graph("elsewhere", "node-b");
        snapshot("books", "COMPLETED", Duration.ofMinutes(1));
        snapshot("elsewhere", "COMPLETED", Duration.ofMinutes(1));
        assertSeen("elsewhere", HealthState.CRITICAL, "SOURCE_OFFLINE");
        assertSeen("books", HealthState.HEALTHY, "");

        missing.add("/data/books");

        assertSeen("books", HealthState.CRITICAL, "SOURCE_OFFLINE");
    }

    @Test
    void aSourceOnAnotherNodeIsAwayAsLongAsItsOwnNodeSaysSo() {
        graph("elsewhere", "node-b");
        snapshot("elsewhere", "COMPLETED", Duration.ofMinutes(1));
        sql("INSERT INTO process (id, home, node, pid, version, started_at, lease_until) VALUES (gen_random_uuid(),"
                + " gen_random_uuid(), 'node-b', 1, '1', now(), 'infinity')");
        assertSeen("elsewhere", HealthState.HEALTHY, "");

        sql("INSERT INTO told_health VALUES ('graph/elsewhere/backup', '', 'CRITICAL', 'SOURCE_OFFLINE', now())");
        assertSeen("elsewhere", HealthState.CRITICAL, "SOURCE_OFFLINE");

        sql("UPDATE told_health SET state = 'HEALTHY', reason = ''");
        assertSeen("elsewhere", HealthState.HEALTHY, "");
    }

    @Test
    void aGraphThatIsDeletedIsNoComponentAnyMore() {
        graph("books", "node-a");
        looks.look();
        sql("DELETE FROM graph");

        looks.look();

        assertThat(health.find("graph/books/backup")).isEmpty();
    }

    @Test
    void whatCannotBeLookedAtIsUnknownAndNotAsItWas() {
        graph("books", null);
        snapshot("books", "COMPLETED", Duration.ofMinutes(1));
        looks.look();
        test.database().close();

        assertThat(catchThrowable(looks::look)).isNotNull();

        assertThat(health.find("graph/books/backup").orElseThrow().state()).isEqualTo(HealthState.UNKNOWN);
    }

    private void assertSeen(String graph, HealthState state, String reason) {
        looks.look();
        var seen = health.find("graph/" + graph + "/backup").orElseThrow();
        assertThat(seen.graph()).contains(graph);
        assertThat(seen.state() + " " + seen.verdict().reason()).isEqualTo(state + " " + reason);
    }

    private static UUID uid(String graph) {
        return new UUID(7, graph.hashCode());
    }

    private void graph(String id, @Nullable String node) {
        var source = node == null ? "'PUSHED', NULL, NULL" : "'DIRECTORY', '/data/" + id + "', '" + node + "'";
        sql("INSERT INTO graph (uid, id, state, role, kind, source, source_path, source_node, origin_instance,"
                + " origin_graph, created_at, created_by, updated_at) VALUES ('" + uid(id) + "', '" + id
                + "', 'ACTIVE', 'PRIMARY', 'DIRECTORY', " + source + ", gen_random_uuid(), gen_random_uuid(), '"
                + clock.instant() + "', 'ann', '" + clock.instant() + "')");
    }

    private void snapshot(String graph, String state, Duration ago) {
        var cut = clock.instant().minus(ago);
        sql("INSERT INTO snapshot (id, graph_uid, state, consistency, session_id, origin_instance, epoch, cut_at,"
                + " created_at, created_by, manifest_digest, segments) VALUES ('" + new UUID(3, number++) + "', '"
                + uid(graph) + "', '" + state + "', 'FUZZY', '" + SESSION + "', gen_random_uuid(), 1, '" + cut + "', '"
                + cut + "', 'ann', sha256(''), '')");
    }

    private void schedule(String graph, @Nullable Duration lastAgo, Duration nextIn) {
        var next = clock.instant().plus(nextIn);
        sql("INSERT INTO graph_schedule (graph_uid, purpose, schedule, time_zone, anchor_at, planned_at, start_at,"
                + " last_planned_at) VALUES ('" + uid(graph) + "', 'CAPTURE', '{}', 'UTC', '" + next + "', '" + next
                + "', '" + next + "', "
                + (lastAgo == null ? "NULL" : "'" + clock.instant().minus(lastAgo) + "'") + ")");
    }

    private void operation(String graph, String state, @Nullable String error) {
        var ended = state.equals("RUNNING") ? "NULL" : "'" + clock.instant() + "'";
        var bytes = error == null
                ? "NULL"
                : "'\\x"
                        + HexFormat.of()
                                .formatHex(Status.newBuilder()
                                        .setMessage(error)
                                        .build()
                                        .toByteArray())
                        + "'";
        sql("INSERT INTO operation (id, kind, state, graph_uid, graph_id, parameters, not_before, created_at,"
                + " created_by, ended_at, error) VALUES ('" + new UUID(4, number++) + "', 'CAPTURE', '" + state + "', '"
                + uid(graph) + "', '" + graph + "', '', '" + clock.instant() + "', '" + clock.instant() + "', 'ann', "
                + ended + ", " + bytes + ")");
    }

    private void sql(String statement) {
        test.database().inTransaction(transaction -> {
            try (var prepared = transaction.connection().createStatement()) {
                return prepared.executeUpdate(statement);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
