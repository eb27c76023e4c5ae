package io.graphkeep.server.api;

import static io.graphkeep.server.api.BackupFixture.refused;
import static io.graphkeep.server.api.GraphCallsTest.directoryGraph;
import static io.graphkeep.server.api.GraphCallsTest.makeGraph;
import static io.graphkeep.server.api.GraphCallsTest.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.BackupServiceGrpc.BackupServiceBlockingStub;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.GetSnapshotRequest;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Hold;
import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationKind;
import io.graphkeep.v1.Quota;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import io.graphkeep.v1.SortOrder;
import io.graphkeep.v1.TimeRange;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots are asked for, found and listed. */
class SnapshotCallsTest {
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
    void aCaptureIsQueuedWithTheIdOfItsSnapshot() {
        var operation = capture(site.operator());

        assertThat(operation.getKind()).isEqualTo(OperationKind.OPERATION_KIND_CAPTURE);
        assertThat(operation.getSnapshotId()).hasSize(36);
        assertThat(operation.getGraphId()).isEqualTo("books");
        assertThat(site.eventsOf("snapshot.requested")).isEqualTo(1);
    }

    @Test
    void aSecondCaptureIsRefusedWithTheIdOfTheFirst() {
        var first = capture(site.operator());

        Assertions.assertThatThrownBy(() -> capture(site.operator()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(BackupFixture.reason(e)).isEqualTo(Reason.CAPTURE_RUNNING.name());
                    assertThat(BackupFixture.info(e).getMetadataMap())
                            .containsEntry("operation_id", first.getOperationId());
                });
    }

    @Test
    void aRepeatedCaptureGivesTheFirstOperation() {
        var request = CreateSnapshotRequest.newBuilder()
                .setGraphId("books")
                .setRequestId("once")
                .build();
        var first = site.operator().createSnapshot(request);

        assertThat(site.operator().createSnapshot(request)).isEqualTo(first);
        assertThat(site.count("operation")).isEqualTo(1);
    }

    @Test
    void whatCannotBeCapturedIsRefused() throws IOException {
        refused(Reason.GRAPH_NOT_FOUND, () -> capture(site.operator(), "nothing"));
        refused(Reason.SOURCE_KIND_MISMATCH, () -> capture(site.operator(), "papers"));
        site.sql("UPDATE graph SET role = 'REPLICA' WHERE id = 'books'");
        refused(Reason.GRAPH_IS_REPLICA, () -> capture(site.operator()));
        site.sql("UPDATE graph SET role = 'FENCED' WHERE id = 'books'");
        refused(Reason.GRAPH_FENCED, () -> capture(site.operator()));
        site.sql("UPDATE graph SET role = 'PRIMARY', source_node = 'node-b' WHERE id = 'books'");
        refused(Reason.SOURCE_ON_OTHER_NODE, () -> capture(site.operator()));
        site.sql("UPDATE graph SET source_node = 'node-a' WHERE id = 'books'");
        Files.delete(site.root.resolve("books/file.txt"));
        Files.delete(site.root.resolve("books"));
        refused(Reason.SOURCE_NOT_FOUND, () -> capture(site.operator()));
        assertThat(site.count("operation")).isZero();
    }

    @Test
    void aQuotaThatIsUsedUpStopsCaptures() {
        var path = site.directory("small");
        makeGraph(
                site.operator(),
                directoryGraph("small", path)
                        .setPolicy(GraphPolicy.newBuilder()
                                .setQuota(Quota.newBuilder().setMaxSnapshots(1))));
        site.snapshot("small");

        Assertions.assertThatThrownBy(() -> capture(site.operator(), "small"))
                .hasMessageContaining(
                        "Graph small has 1 snapshot, and its quota max_snapshots is 1: delete snapshots, or raise the"
                                + " quota.")
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(BackupFixture.reason(e)).isEqualTo(Reason.QUOTA_EXCEEDED.name());
                    assertThat(BackupFixture.info(e).getMetadataMap())
                            .containsEntry("quota", "max_snapshots")
                            .containsEntry("limit", "1")
                            .containsEntry("amount", "1");
                });
    }

    @Test
    void aCaptureWithAWrongFieldIsRefused() {
        var right = CreateSnapshotRequest.newBuilder().setGraphId("books");
        for (var wrong : List.of(
                right.clone().setGraphId("../x"),
                right.clone().setDescription("x".repeat(1025)),
                right.clone().putLabels("A", "b"),
                right.clone().setHold(Hold.getDefaultInstance()),
                right.clone().setRequestId("with space"),
                right.clone().setHold(Hold.newBuilder().setReason("r").setExpireTime(past())))) {
            refused(Reason.INVALID_ARGUMENT, () -> site.operator().createSnapshot(wrong.build()));
        }
    }

    @Test
    void latestIsTheNewestWholeSnapshotByCutTime() {
        var newest = site.snapshot("books", "COMPLETED", now.minusHours(1));
        site.snapshot("books", "COMPLETED", now.minusHours(2));
        var partial = site.snapshot("books", "PARTIAL", now);
        site.snapshot("books", "CORRUPT", now.plusHours(1));

        assertThat(get("latest", "books", false).getSnapshotId()).isEqualTo(newest.toString());
        assertThat(get("latest", "books", true).getSnapshotId()).isEqualTo(partial.toString());
    }

    @Test
    void aSnapshotTellsWhatIsKnownOfIt() {
        var id = site.snapshot("books");
        var snapshot = get(id.toString(), "", false);

        assertThat(snapshot.getGraphId()).isEqualTo("books");
        assertThat(snapshot.getManifestDigest()).isEqualTo("ab".repeat(32));
        assertThat(snapshot.getProtectedUntil().getSeconds())
                .isEqualTo(now.plusDays(7).toEpochSecond());
        assertThat(snapshot.getOrigin().getInstanceId()).isEqualTo(BackupFixture.INSTANCE.toString());
    }

    @Test
    void whatIsNotThereOrNotInScopeLooksTheSame() {
        var id = site.snapshot("books");
        var other = site.as(Role.MONITOR, "mona", "papers");

        refused(Reason.SNAPSHOT_NOT_FOUND, () -> get(other, id.toString(), "", false));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> get(other, new UUID(1, 2).toString(), "", false));
        refused(Reason.GRAPH_NOT_FOUND, () -> get(other, id.toString(), "books", false));
        refused(Reason.GRAPH_NOT_FOUND, () -> get(other, "latest", "books", false));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> get(id.toString(), "papers", false));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> get("latest", "papers", false));
        refused(Reason.GRAPH_NOT_FOUND, () -> get("latest", "nothing", false));
        refused(Reason.INVALID_ARGUMENT, () -> get("latest", "", false));
        refused(Reason.INVALID_ARGUMENT, () -> get("../../x", "", false));
        refused(
                Reason.GRAPH_NOT_FOUND,
                () -> other.listSnapshots(
                        ListSnapshotsRequest.newBuilder().setGraphId("books").build()));
        assertThat(other.listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                        .getSnapshotsCount())
                .isZero();
        refused(
                Reason.SNAPSHOT_NOT_FOUND,
                () -> site.as(Role.OPERATOR, "otto", "papers")
                        .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                                .setSnapshotId(id.toString())
                                .build()));
    }

    @Test
    void pagesMissNothingAndShowNothingTwiceWhileSnapshotsAreTaken() {
        for (var number = 0; number < 20; number++) {
            site.snapshot("books", "COMPLETED", now.minusMinutes(number / 3));
        }
        var seen = new ArrayList<String>();
        var token = "";
        do {
            var page = site.operator()
                    .listSnapshots(ListSnapshotsRequest.newBuilder()
                            .setGraphId("books")
                            .setPageSize(6)
                            .setPageToken(token)
                            .build());
            page.getSnapshotsList().forEach(snapshot -> seen.add(snapshot.getSnapshotId()));
            token = page.getNextPageToken();
            site.snapshot("books", "COMPLETED", now.plusMinutes(seen.size()));
        } while (!token.isEmpty());

        assertThat(seen).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void snapshotsAreFoundByStateLabelTimeHoldAndInBothOrders() {
        var old = site.snapshot("books", "COMPLETED", now.minusDays(2));
        var young = site.snapshot("books", "PARTIAL", now.minusDays(1));
        var making = site.snapshot("books", "CREATING", now);
        site.sql("UPDATE snapshot SET labels = '{\"a\":\"b\"}', hold_reason = 'x', hold_since = now() WHERE id = '"
                + old + "'");

        assertThat(listed(ListSnapshotsRequest.newBuilder())).containsExactly(young, old);
        assertThat(listed(ListSnapshotsRequest.newBuilder().setOrder(SortOrder.SORT_ORDER_OLDEST_FIRST)))
                .containsExactly(old, young);
        assertThat(listed(ListSnapshotsRequest.newBuilder().addStates(SnapshotState.SNAPSHOT_STATE_CREATING)))
                .containsExactly(making);
        assertThat(listed(ListSnapshotsRequest.newBuilder().putLabels("a", "b")))
                .containsExactly(old);
        assertThat(listed(ListSnapshotsRequest.newBuilder().setHeld(true))).containsExactly(old);
        assertThat(listed(ListSnapshotsRequest.newBuilder()
                        .setCutTime(TimeRange.newBuilder().setStartTime(time(now.minusDays(1))))))
                .containsExactly(young);
        refused(
                Reason.INVALID_ARGUMENT,
                () -> listed(ListSnapshotsRequest.newBuilder()
                        .setCutTime(
                                TimeRange.newBuilder().setStartTime(time(now)).setEndTime(time(now.minusDays(1))))));
        refused(
                Reason.INVALID_PAGE_TOKEN,
                () -> listed(ListSnapshotsRequest.newBuilder().setPageToken("AAAA")));
    }

    private List<UUID> listed(ListSnapshotsRequest.Builder request) {
        return site.operator().listSnapshots(request.build()).getSnapshotsList().stream()
                .map(snapshot -> UUID.fromString(snapshot.getSnapshotId()))
                .toList();
    }

    private static Operation capture(BackupServiceBlockingStub caller) {
        return capture(caller, "books");
    }

    private static Operation capture(BackupServiceBlockingStub caller, String graph) {
        return caller.createSnapshot(
                        CreateSnapshotRequest.newBuilder().setGraphId(graph).build())
                .getOperation();
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

    private Timestamp past() {
        return time(now.minusDays(1));
    }

    private static Timestamp time(OffsetDateTime time) {
        return Timestamp.newBuilder().setSeconds(time.toEpochSecond()).build();
    }
}
