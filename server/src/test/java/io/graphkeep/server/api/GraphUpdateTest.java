package io.graphkeep.server.api;

import static io.graphkeep.server.api.BackupFixture.refused;
import static io.graphkeep.server.api.GraphCallsTest.directoryGraph;
import static io.graphkeep.server.api.GraphCallsTest.makeGraph;
import static io.graphkeep.server.api.GraphCallsTest.pushed;
import static io.graphkeep.server.api.GraphCallsTest.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.BackupServiceGrpc.BackupServiceBlockingStub;
import io.graphkeep.v1.DeleteGraphRequest;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.UpdateGraphRequest;
import io.graphkeep.v1.VerifyLevel;
import io.graphkeep.v1.VerifyPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph is changed in what the mask names, by those who may, and never behind the back of another change. */
class GraphUpdateTest {
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
    void aScheduleOfVerificationsIsShownUntilItIsTakenAway() {
        var weekly = VerifyPolicy.newBuilder().setSchedule(Schedule.newBuilder().setInterval(Durations.fromDays(7)));
        var made = makeGraph(
                site.operator(),
                pushed("films").setPolicy(GraphPolicy.newBuilder().setVerify(weekly)));
        assertThat(made.getSummary().getNextVerifyTime())
                .isEqualTo(Timestamps.add(made.getCreateTime(), Durations.fromDays(7)));
        assertThat(made.getSummary().hasNextCaptureTime()).isFalse();

        var never = Schedule.newBuilder().setCron("0 0 30 2 *");
        refused(Reason.INVALID_ARGUMENT, () -> verify(VerifyPolicy.newBuilder().setSchedule(never)));
        refused(Reason.NOT_IMPLEMENTED, () -> verify(weekly.clone().setLevel(VerifyLevel.VERIFY_LEVEL_SEMANTIC)));

        assertThat(verify(VerifyPolicy.newBuilder()).getSummary().hasNextVerifyTime())
                .isFalse();
    }

    private Graph verify(VerifyPolicy.Builder verify) {
        return site.operator()
                .updateGraph(UpdateGraphRequest.newBuilder()
                        .setGraph(Graph.newBuilder()
                                .setGraphId("films")
                                .setPolicy(GraphPolicy.newBuilder().setVerify(verify)))
                        .setUpdateMask(FieldMask.newBuilder().addPaths("policy.verify"))
                        .build())
                .getGraph();
    }

    @Test
    void onlyWhatTheMaskNamesIsChanged() {
        makeGraph(site.operator(), pushed("books").setDescription("old").putLabels("team", "kb"));
        var changed = site.operator()
                .updateGraph(UpdateGraphRequest.newBuilder()
                        .setGraph(Graph.newBuilder()
                                .setGraphId("books")
                                .setDescription("new")
                                .putLabels("x", "y")
                                .setPolicy(GraphPolicy.newBuilder()
                                        .setTimeZone("Europe/Berlin")
                                        .setRetention(
                                                RetentionPolicy.newBuilder().setKeepLast(3))))
                        .setUpdateMask(
                                FieldMask.newBuilder().addPaths("description").addPaths("policy.retention"))
                        .build())
                .getGraph();

        assertThat(changed.getDescription()).isEqualTo("new");
        assertThat(changed.getLabelsMap()).isEqualTo(Map.of("team", "kb"));
        assertThat(changed.getPolicy().getRetention().getKeepLast()).isEqualTo(3);
        assertThat(changed.getPolicy().getTimeZone()).isEmpty();
        assertThat(site.eventsOf("graph.updated")).isEqualTo(1);
    }

    @Test
    void aFieldThatIsNamedAndNotSetGoesBackToItsDefault() {
        makeGraph(site.operator(), pushed("books").setDescription("old").putLabels("team", "kb"));

        var changed = site.operator()
                .updateGraph(UpdateGraphRequest.newBuilder()
                        .setGraph(Graph.newBuilder().setGraphId("books"))
                        .setUpdateMask(
                                FieldMask.newBuilder().addPaths("description").addPaths("labels"))
                        .build())
                .getGraph();

        assertThat(changed.getDescription()).isEmpty();
        assertThat(changed.getLabelsMap()).isEmpty();
    }

    @Test
    void ofTwoWhoChangeTheSameVersionTheSecondIsRefused() {
        var etag = makeGraph(site.operator(), pushed("books")).getEtag();
        update(site.operator(), "books", "description", etag, "first");

        refused(Reason.ETAG_MISMATCH, () -> update(site.operator(), "books", "description", etag, "second"));
        refused(
                Reason.ETAG_MISMATCH,
                () -> site.operator()
                        .deleteGraph(DeleteGraphRequest.newBuilder()
                                .setGraphId("books")
                                .setEtag(etag)
                                .build()));
        assertThat(get("books").getDescription()).isEqualTo("first");
    }

    @Test
    void anUpdateNeedsAMaskOfFieldsThatCanBeChanged() {
        makeGraph(site.operator(), pushed("books"));

        refused(Reason.INVALID_ARGUMENT, () -> update(site.operator(), "books", "epoch", "", "x"));
        refused(Reason.INVALID_ARGUMENT, () -> update(site.operator(), "books", "graph_id", "", "x"));
        refused(
                Reason.INVALID_ARGUMENT,
                () -> site.operator()
                        .updateGraph(UpdateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder().setGraphId("books"))
                                .build()));
    }

    @Test
    void onlyAnAdminWhoForcesItShortensTheProtectedPeriod() {
        makeGraph(site.operator(), pushed("books"));

        protect(site.operator(), 30, false);
        refused(Reason.SNAPSHOT_PROTECTED, () -> protect(site.operator(), 29, false));
        refused(Reason.SNAPSHOT_PROTECTED, () -> protect(site.operator(), 29, true));
        refused(Reason.SNAPSHOT_PROTECTED, () -> protect(site.admin(), 29, false));
        assertThat(protect(site.admin(), 0, true)
                        .getPolicy()
                        .getProtectedPeriod()
                        .getSeconds())
                .isZero();
    }

    @Test
    void takingThePeriodAwayShortensItToo() {
        makeGraph(
                site.operator(),
                pushed("books").setPolicy(GraphPolicy.newBuilder().setProtectedPeriod(Durations.fromDays(30))));

        refused(
                Reason.SNAPSHOT_PROTECTED,
                () -> site.operator()
                        .updateGraph(UpdateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder().setGraphId("books"))
                                .setUpdateMask(FieldMask.newBuilder().addPaths("policy"))
                                .build()));
    }

    @Test
    void aSourceOfAnotherKindIsRefusedWhileSnapshotsExist() {
        makeGraph(site.operator(), pushed("books"));
        var path = site.directory("books");
        var toDirectory = UpdateGraphRequest.newBuilder()
                .setGraph(directoryGraph("books", path))
                .setUpdateMask(FieldMask.newBuilder().addPaths("source"))
                .build();
        var snapshot = site.snapshot("books");

        refused(Reason.SOURCE_KIND_MISMATCH, () -> site.operator().updateGraph(toDirectory));
        site.sql("DELETE FROM snapshot WHERE id = '" + snapshot + "'");
        assertThat(site.operator()
                        .updateGraph(toDirectory)
                        .getGraph()
                        .getSource()
                        .hasDirectory())
                .isTrue();
    }

    @Test
    void aReplicaKeepsItsOriginsSource() {
        makeGraph(site.operator(), pushed("books"));
        site.sql("UPDATE graph SET role = 'REPLICA'");

        refused(Reason.GRAPH_IS_REPLICA, () -> update(site.operator(), "books", "kind", "", "x"));
        assertThat(update(site.operator(), "books", "description", "", "mine").getDescription())
                .isEqualTo("mine");
    }

    private Graph get(String id) {
        return site.operator()
                .getGraph(GetGraphRequest.newBuilder().setGraphId(id).build())
                .getGraph();
    }

    private static Graph protect(BackupServiceBlockingStub caller, int days, boolean force) {
        return caller.updateGraph(UpdateGraphRequest.newBuilder()
                        .setGraph(Graph.newBuilder()
                                .setGraphId("books")
                                .setPolicy(GraphPolicy.newBuilder().setProtectedPeriod(Durations.fromDays(days))))
                        .setUpdateMask(FieldMask.newBuilder().addPaths("policy.protected_period"))
                        .setForce(force)
                        .build())
                .getGraph();
    }
}
