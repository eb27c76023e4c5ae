package io.graphkeep.server.api;

import static io.graphkeep.server.api.BackupFixture.refused;
import static io.graphkeep.server.api.GraphCallsTest.directoryGraph;
import static io.graphkeep.server.api.GraphCallsTest.makeGraph;
import static io.graphkeep.server.api.GraphCallsTest.pushed;
import static io.graphkeep.server.api.GraphCallsTest.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.BackupServiceGrpc.BackupServiceBlockingStub;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.DeleteGraphRequest;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphState;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph is deleted when nothing keeps it, and its id is free again. */
class GraphDeletionTest {
    @TempDir
    Path directory;

    private BackupFixture site;

    @BeforeEach
    void open() throws IOException {
        site = new BackupFixture(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void anEmptyGraphIsDeletedWithoutForceAndItsIdIsFree() {
        var first = makeGraph(site.operator(), pushed("books"));
        site.engine.start();

        assertThat(delete(site.operator(), false).getState()).isEqualTo(OperationState.OPERATION_STATE_SUCCEEDED);
        refused(Reason.GRAPH_NOT_FOUND, () -> get("books"));
        assertThat(makeGraph(site.operator(), pushed("books")).getEtag()).isNotEqualTo(first.getEtag());
        assertThat(site.eventsOf("graph.deleted")).isEqualTo(1);
        assertThat(site.facts).contains("graph/" + first.getUid() + " DELETION");
    }

    @Test
    void aGraphWithSnapshotsIsDeletedOnlyWithForce() {
        makeGraph(site.operator(), pushed("books"));
        site.snapshot("books");
        site.snapshot("books", "CORRUPT", OffsetDateTime.now(site.clock));
        site.passProtection();
        site.engine.start();

        refused(Reason.GRAPH_HAS_SNAPSHOTS, () -> delete(site.operator(), false));
        var deletion = delete(site.operator(), true);

        assertThat(deletion.getDeleteGraph().getSnapshotsDeleted()).isEqualTo(2);
        assertThat(site.count("graph")).isZero();
        assertThat(site.count("snapshot")).isZero();
        assertThat(site.eventsOf("snapshot.deleted")).isEqualTo(2);
    }

    @Test
    void aHeldSnapshotKeepsItsGraphFromEveryone() {
        makeGraph(site.operator(), pushed("books"));
        site.snapshot("books");
        site.sql("UPDATE snapshot SET hold_reason = 'audit', hold_since = now()");
        site.passProtection();

        refused(Reason.SNAPSHOT_HELD, () -> delete(site.operator(), true));
        refused(Reason.SNAPSHOT_HELD, () -> delete(site.admin(), true));
    }

    @Test
    void aProtectedSnapshotKeepsItsGraphFromAllButAdmins() {
        makeGraph(site.operator(), pushed("books"));
        site.snapshot("books");
        site.engine.start();

        refused(Reason.SNAPSHOT_PROTECTED, () -> delete(site.operator(), true));
        assertThat(delete(site.admin(), true).getState()).isEqualTo(OperationState.OPERATION_STATE_SUCCEEDED);
    }

    @Test
    void aGraphThatIsBeingDeletedTakesNothingNew() {
        makeGraph(site.operator(), directoryGraph("books", site.directory("books")));
        var deletion = site.operator()
                .deleteGraph(DeleteGraphRequest.newBuilder().setGraphId("books").build())
                .getOperation();

        var again = site.operator()
                .deleteGraph(DeleteGraphRequest.newBuilder().setGraphId("books").build())
                .getOperation();

        assertThat(again.getOperationId()).isEqualTo(deletion.getOperationId());
        refused(Reason.GRAPH_DELETING, () -> update(site.operator(), "books", "description", "", "x"));
        refused(
                Reason.GRAPH_DELETING,
                () -> site.operator()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("books")
                                .build()));
    }

    @Test
    void aCancelledDeletionLeavesTheGraphAsItWas() {
        makeGraph(site.operator(), pushed("books"));
        var deletion = site.operator()
                .deleteGraph(DeleteGraphRequest.newBuilder().setGraphId("books").build())
                .getOperation();

        site.test
                .database()
                .inTransaction(transaction -> site.engine
                        .operations()
                        .cancel(transaction, UUID.fromString(deletion.getOperationId()), "olga"));

        assertThat(get("books").getState()).isEqualTo(GraphState.GRAPH_STATE_ACTIVE);
    }

    @Test
    void aGraphThatIsCapturedOrRestoredIsNotDeleted() {
        makeGraph(site.operator(), directoryGraph("books", site.directory("books")));
        makeGraph(site.operator(), directoryGraph("papers", site.directory("papers")));
        site.operator()
                .createSnapshot(
                        CreateSnapshotRequest.newBuilder().setGraphId("books").build());
        var snapshot = site.snapshot("papers");
        site.operator()
                .restoreSnapshot(RestoreSnapshotRequest.newBuilder()
                        .setSnapshotId(snapshot.toString())
                        .setInPlace(RestoreInPlace.getDefaultInstance())
                        .build());

        refused(Reason.CAPTURE_RUNNING, () -> delete(site.operator(), true));
        refused(
                Reason.RESTORE_RUNNING,
                () -> site.admin()
                        .deleteGraph(DeleteGraphRequest.newBuilder()
                                .setGraphId("papers")
                                .setForce(true)
                                .build()));
    }

    private Graph get(String id) {
        return site.operator()
                .getGraph(GetGraphRequest.newBuilder().setGraphId(id).build())
                .getGraph();
    }

    private Operation delete(BackupServiceBlockingStub caller, boolean force) {
        return caller.deleteGraph(DeleteGraphRequest.newBuilder()
                        .setGraphId("books")
                        .setForce(force)
                        .setWait(Durations.fromSeconds(20))
                        .build())
                .getOperation();
    }
}
