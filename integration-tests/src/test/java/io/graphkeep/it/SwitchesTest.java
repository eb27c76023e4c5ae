package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.GetRecoveryPointRequest;
import io.graphkeep.v1.ListRecoveryPointsRequest;
import io.graphkeep.v1.ListTargetsRequest;
import io.graphkeep.v1.ListTokensRequest;
import io.graphkeep.v1.RecoveryServiceGrpc;
import io.graphkeep.v1.ReplicationServiceGrpc;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server with everything switched off that can be, by the first version's names, on a home that has a snapshot. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchesTest {
    @TempDir
    static Path temporary;

    private Path source;
    private ServerProcess server;
    private Stubs stubs;

    @BeforeAll
    void start() {
        source = new SampleGraph(7).lightRag(temporary.resolve("source"), 3);
        var home = PreparedHome.at(temporary.resolve("home"));
        try (var on = ServerProcess.start(home)) {
            Shortcuts.protect(on, "books", source);
            Shortcuts.capture(on, "books");
        }
        server = ServerProcess.start(
                home,
                "LIGHTRAG_BACKUP_ENABLED=false",
                "LIGHTRAG_REPLICATION_ENABLED=false",
                "LIGHTRAG_RECOVERY_ENABLED=false",
                "LIGHTRAG_METRICS_ENABLED=false",
                "LIGHTRAG_HEALTH_CHECK_ENABLED=false",
                "LIGHTRAG_EVENT_LOGGING_ENABLED=false");
        stubs = new Stubs(server);
    }

    @AfterAll
    void stop() {
        stubs.close();
        server.close();
    }

    @Test
    void aCaptureIsRefusedAndNamesItsSwitch() {
        var request = CreateSnapshotRequest.newBuilder().setGraphId("books").build();

        var error = Failure.of(() -> stubs.backup().createSnapshot(request));

        assertThat(error.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(error.reason()).isEqualTo("SUBSYSTEM_OFF");
        assertThat(error.metadata()).containsEntry("switch", "GRAPHKEEP_BACKUP_ENABLED");
        assertThat(error.sentence()).contains("GRAPHKEEP_BACKUP_ENABLED");
    }

    @Test
    void theCommandSaysWhatToTurnOn() {
        var refused = server.graphkeep("snapshot", "create", "books").expect(6);

        assertThat(refused.err()).contains("GRAPHKEEP_BACKUP_ENABLED").contains("restart the server");
    }

    @Test
    void whatIsStoredIsListedAndRestored() {
        var to = temporary.resolve("restored");

        assertThat(Shortcuts.snapshots(server, "books")).hasSize(1);
        Shortcuts.restore(server, "latest", "books", to);

        assertThat(TreeListing.of(to)).isEqualTo(TreeListing.of(source));
    }

    @Test
    void replicationAndRecoveryAreRefusedAndNameTheirSwitches() {
        var replication = stubs.with(ReplicationServiceGrpc.newBlockingStub(stubs.channel()), stubs.adminToken());
        var recovery = stubs.with(RecoveryServiceGrpc.newBlockingStub(stubs.channel()), stubs.adminToken());

        var targets = Failure.of(() -> replication.listTargets(ListTargetsRequest.getDefaultInstance()));
        var points = Failure.of(() -> recovery.listRecoveryPoints(ListRecoveryPointsRequest.getDefaultInstance()));
        var point = Failure.of(() -> recovery.getRecoveryPoint(GetRecoveryPointRequest.getDefaultInstance()));

        assertThat(targets.reason()).isEqualTo("SUBSYSTEM_OFF");
        assertThat(targets.sentence()).contains("GRAPHKEEP_REPLICATION_ENABLED");
        assertThat(points.reason()).isEqualTo("SUBSYSTEM_OFF");
        assertThat(points.sentence()).contains("GRAPHKEEP_RECOVERY_ENABLED");
        assertThat(point.reason()).isEqualTo("SUBSYSTEM_OFF");
    }

    @Test
    void figuresAreClosedAndProbesAreNot() {
        var metrics = WebPage.of(server.http(), "/metrics", server.adminToken());

        assertThat(metrics.status()).isEqualTo(404);
        assertThat(metrics.text()).contains("GRAPHKEEP_METRICS_ENABLED");
        assertThat(WebPage.of(server.http(), "/livez", "").status()).isEqualTo(200);
        assertThat(WebPage.of(server.http(), "/readyz", "").status()).isEqualTo(200);
    }

    @Test
    void healthIsUnknownAndSaysWhy() {
        var ready = WebPage.of(server.http(), "/readyz", server.adminToken());

        assertThat(ready.text())
                .contains("database is UNKNOWN (HEALTH_CHECK_OFF)")
                .contains("store is UNKNOWN")
                .contains("GRAPHKEEP_HEALTH_CHECK_ENABLED");
    }

    @Test
    void changesAreStillMadeAndAudited() {
        var written = EmbeddedCatalog.of(server.home());
        var earlier = Long.parseLong(written.answer("SELECT max(sequence) FROM event"));
        var to = temporary.resolve("audited");

        server.graphkeep("token", "create", "ours", "--role", "reader").expect(0);
        Shortcuts.protect(server, "more", source);
        Shortcuts.restore(server, "latest", "books", to);

        assertThat(stubs.admin()
                        .listTokens(ListTokensRequest.getDefaultInstance())
                        .getTokensList())
                .anyMatch(token -> token.getName().equals("ours"));
        assertThat(Shortcuts.graphs(server))
                .anyMatch(graph -> graph.getGraphId().equals("more"));
        assertThat(server.log()).doesNotContain("ERROR");
        // Before logging was switched off, the capture of the first server was told step by step.
        assertThat(written.answers("SELECT kind FROM event WHERE sequence <= " + earlier))
                .contains("operation.started", "snapshot.completed", "operation.finished");
        assertThat(written.answers("SELECT kind FROM event WHERE sequence > " + earlier + " ORDER BY sequence"))
                .containsExactly("token.created", "graph.created", "restore.started", "restore.finished");
        assertThat(written.answers("SELECT DISTINCT actor FROM event WHERE sequence > " + earlier))
                .doesNotContain("");
    }
}
