package io.graphkeep.server.api;

import static io.graphkeep.server.api.BackupFixture.refused;
import static io.graphkeep.server.api.GraphCallsTest.directoryGraph;
import static io.graphkeep.server.api.GraphCallsTest.makeGraph;
import static io.graphkeep.server.api.GraphCallsTest.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.BackupServiceGrpc.BackupServiceBlockingStub;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.GetSnapshotRequest;
import io.graphkeep.v1.Hold;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import io.graphkeep.v1.UpdateSnapshotRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot is described, held and deleted, by those who may and when nothing keeps it. */
class SnapshotChangesTest {
    @TempDir
    Path directory;

    private BackupFixture site;
    private OffsetDateTime now;

    @BeforeEach
    void open() throws IOException {
        site = new BackupFixture(directory);
        now = OffsetDateTime.now(site.clock);
        makeGraph(site.operator(), directoryGraph("books", site.directory("books")));
        makeGraph(site.operator(), pushed("papers"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void labelsDescriptionAndHoldAreChangedByTheMask() {
        var id = site.snapshot("books");
        var held = update(
                site.operator(),
                id,
                "",
                Snapshot.newBuilder()
                        .putLabels("a", "b")
                        .setDescription("note")
                        .setHold(Hold.newBuilder().setReason("audit")),
                "labels",
                "hold");

        assertThat(held.getLabelsMap()).containsEntry("a", "b");
        assertThat(held.getDescription()).isEmpty();
        assertThat(held.getHold().getCreatedBy()).isEqualTo("olga");
        assertThat(site.facts).contains("snapshot/" + id + " LABELS", "snapshot/" + id + " HOLD");
        var released = update(site.operator(), id, held.getEtag(), Snapshot.newBuilder(), "hold");
        assertThat(released.hasHold()).isFalse();
        refused(
                Reason.ETAG_MISMATCH,
                () -> update(site.operator(), id, held.getEtag(), Snapshot.newBuilder(), "description"));
        update(site.operator(), id, "", Snapshot.newBuilder().setDescription("before the move"), "description");
        assertThat(site.facts).contains("snapshot/" + id + " DESCRIPTION");
        assertThat(site.eventsOf("snapshot.held")).isEqualTo(1);
        assertThat(site.eventsOf("snapshot.released")).isEqualTo(1);
    }

    @Test
    void anUpdateIsRefusedWhereItIsWrong() {
        var id = site.snapshot("books");
        var making = site.snapshot("books", "CREATING", now);

        refused(Reason.INVALID_ARGUMENT, () -> update(site.operator(), id, "", Snapshot.newBuilder()));
        refused(Reason.INVALID_ARGUMENT, () -> update(site.operator(), id, "", Snapshot.newBuilder(), "state"));
        refused(Reason.INVALID_ARGUMENT, () -> update(site.operator(), id, "", Snapshot.newBuilder(), "hold.reason"));
        refused(
                Reason.INVALID_ARGUMENT,
                () -> update(
                        site.operator(), id, "", Snapshot.newBuilder().setHold(Hold.getDefaultInstance()), "hold"));
        refused(Reason.SNAPSHOT_NOT_READY, () -> update(site.operator(), making, "", Snapshot.newBuilder(), "labels"));
        refused(
                Reason.SNAPSHOT_NOT_FOUND,
                () -> update(site.operator(), new UUID(1, 2), "", Snapshot.newBuilder(), "labels"));
    }

    @Test
    void anAgentLabelsItsOwnSnapshotsAndTouchesNoHolds() {
        var agent = site.as(Role.AGENT, "anna", "books");
        var id = site.snapshot("books");

        refused(Reason.PERMISSION_DENIED, () -> update(agent, id, "", Snapshot.newBuilder(), "labels"));
        site.sql("UPDATE snapshot SET created_by = 'anna'");
        assertThat(update(agent, id, "", Snapshot.newBuilder().putLabels("a", "b"), "labels")
                        .getLabelsMap())
                .containsEntry("a", "b");
        refused(Reason.PERMISSION_DENIED, () -> update(agent, id, "", Snapshot.newBuilder(), "hold"));
    }

    @Test
    void aSnapshotIsDeletedOnceItsProtectedPeriodIsOver() {
        var id = site.snapshot("books");
        refused(Reason.SNAPSHOT_PROTECTED, () -> delete(site.operator(), id, false));
        refused(Reason.SNAPSHOT_PROTECTED, () -> delete(site.operator(), id, true));
        refused(Reason.SNAPSHOT_PROTECTED, () -> delete(site.admin(), id, false));
        site.passProtection();

        assertThat(delete(site.operator(), id, false).getState()).isEqualTo(SnapshotState.SNAPSHOT_STATE_DELETING);
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> get(id.toString(), "", false));
        assertThat(site.eventsOf("snapshot.deleting")).isEqualTo(1);
        assertThat(site.eventsOf("snapshot.deleted")).isEqualTo(1);
    }

    @Test
    void anAdminWhoForcesItDeletesWhatIsProtected() {
        var id = site.snapshot("books");

        delete(site.admin(), id, true);

        assertThat(site.count("snapshot")).isZero();
    }

    @Test
    void aRepeatedDeletionGivesTheFirstAnswer() {
        var id = site.snapshot("books");
        var request = DeleteSnapshotRequest.newBuilder()
                .setSnapshotId(id.toString())
                .setForce(true)
                .setRequestId("once")
                .build();
        var first = site.admin().deleteSnapshot(request);

        assertThat(site.admin().deleteSnapshot(request)).isEqualTo(first);
    }

    @Test
    void aDeletionThatWasInterruptedIsFinishedByTheNext() {
        var id = site.snapshot("books", "DELETING", now);

        delete(site.operator(), id, false);

        assertThat(site.count("snapshot")).isZero();
    }

    @Test
    void whatIsHeldMadeOrRestoredIsNotDeleted() {
        site.passProtection();
        now = OffsetDateTime.now(site.clock);
        var held = site.snapshot("books");
        var making = site.snapshot("books", "CREATING", now);
        var restored = site.snapshot("books");
        site.passProtection();
        update(
                site.operator(),
                held,
                "",
                Snapshot.newBuilder().setHold(Hold.newBuilder().setReason("x")),
                "hold");
        site.operator()
                .restoreSnapshot(RestoreSnapshotRequest.newBuilder()
                        .setSnapshotId(restored.toString())
                        .setInPlace(RestoreInPlace.getDefaultInstance())
                        .build());

        refused(Reason.SNAPSHOT_HELD, () -> delete(site.admin(), held, true));
        refused(Reason.SNAPSHOT_NOT_READY, () -> delete(site.admin(), making, true));
        refused(Reason.RESTORE_RUNNING, () -> delete(site.admin(), restored, true));
        refused(
                Reason.INVALID_ARGUMENT,
                () -> site.operator()
                        .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                                .setSnapshotId("latest")
                                .build()));
    }

    @Test
    void aHoldThatHasExpiredHoldsNothing() {
        var id = site.snapshot("books");
        update(
                site.operator(),
                id,
                "",
                Snapshot.newBuilder()
                        .setHold(Hold.newBuilder().setReason("audit").setExpireTime(time(now.plusDays(2)))),
                "hold");
        site.passProtection();

        assertThat(get(id.toString(), "", false).hasHold()).isFalse();
        delete(site.operator(), id, false);
    }

    private Snapshot get(String id, String graph, boolean partial) {
        return get(site.operator(), id, graph, partial);
    }

    private static Snapshot get(BackupServiceBlockingStub caller, String id, String graph, boolean partial) {
        return caller.getSnapshot(GetSnapshotRequest.newBuilder()
                        .setSnapshotId(id)
                        .setGraphId(graph)
                        .setIncludePartial(partial)
                        .build())
                .getSnapshot();
    }

    private static Snapshot delete(BackupServiceBlockingStub caller, UUID id, boolean force) {
        return caller.deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                        .setSnapshotId(id.toString())
                        .setForce(force)
                        .build())
                .getSnapshot();
    }

    private static Snapshot update(
            BackupServiceBlockingStub caller, UUID id, String etag, Snapshot.Builder snapshot, String... fields) {
        return caller.updateSnapshot(UpdateSnapshotRequest.newBuilder()
                        .setSnapshot(snapshot.setSnapshotId(id.toString()))
                        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(fields)))
                        .setEtag(etag)
                        .build())
                .getSnapshot();
    }

    private static Timestamp time(OffsetDateTime time) {
        return Timestamp.newBuilder().setSeconds(time.toEpochSecond()).build();
    }
}
