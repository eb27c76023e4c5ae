package io.graphkeep.server.api;

import static io.graphkeep.server.api.BackupFixture.refused;
import static io.graphkeep.server.api.GraphCallsTest.directoryGraph;
import static io.graphkeep.server.api.GraphCallsTest.makeGraph;
import static io.graphkeep.server.api.GraphCallsTest.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationKind;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreCallsTest {
    @TempDir
    Path directory;

    private BackupFixture site;
    private UUID books;
    private UUID papers;

    @BeforeEach
    void open() throws IOException {
        site = new BackupFixture(directory);
        makeGraph(site.operator(), directoryGraph("books", site.directory("books")));
        makeGraph(site.operator(), pushed("papers"));
        books = site.snapshot("books");
        papers = site.snapshot("papers");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aRestoreIsQueuedWithTheSnapshotThatLatestStandsFor() throws IOException {
        var operation =
                restore(to(site.root.resolve("new")).setSnapshotId("latest").setGraphId("books"));

        assertThat(operation.getKind()).isEqualTo(OperationKind.OPERATION_KIND_RESTORE);
        assertThat(operation.getSnapshotId()).isEqualTo(books.toString());
        var row = site.engine.operations().get(UUID.fromString(operation.getOperationId()));
        var parameters = RestoreSnapshotRequest.parseFrom(row.parameters());
        assertThat(parameters.getSnapshotId()).isEqualTo(books.toString());
        assertThat(parameters.getToDirectory().getPath())
                .isEqualTo(site.root.resolve("new").toString());
        assertThat(row.node()).isEqualTo(BackupFixture.NODE);
        assertThat(site.eventsOf("restore.started")).isEqualTo(1);
    }

    @Test
    void aDestinationThatHoldsSomethingIsReplacedOnlyOnRequest() {
        var full = site.directory("full");

        refused(Reason.DESTINATION_NOT_EMPTY, () -> restore(to(full)));
        var overwrite = RestoreToDirectory.newBuilder().setPath(full.toString()).setOverwrite(true);
        assertThat(restore(request().setToDirectory(overwrite)).getOperationId())
                .isNotEmpty();
    }

    @Test
    void aDestinationIsRefusedForWhatItIs() throws IOException {
        var file = Files.writeString(site.root.resolve("file"), "x");

        refused(Reason.PATH_NOT_ALLOWED, () -> restore(to(Path.of("/etc/new"))));
        refused(Reason.PATH_NOT_ALLOWED, () -> restore(to(site.root)));
        refused(Reason.DESTINATION_UNUSABLE, () -> restore(to(site.root.resolve("no/parent"))));
        refused(Reason.DESTINATION_UNUSABLE, () -> restore(to(file)));
        refused(
                Reason.SOURCE_ON_OTHER_NODE,
                () -> restore(request()
                        .setToDirectory(RestoreToDirectory.newBuilder()
                                .setPath(site.root.resolve("new").toString())
                                .setNode("node-b"))));
        refused(
                Reason.SOURCE_KIND_MISMATCH,
                () -> restore(
                        request().setSnapshotId(papers.toString()).setInPlace(RestoreInPlace.getDefaultInstance())));
        assertThat(site.count("operation")).isZero();
    }

    @Test
    void ofTwoRestoresThatTouchTheSameDirectoryTheSecondIsRefused() {
        var outer = site.directory("outer");
        restore(request()
                .setToDirectory(RestoreToDirectory.newBuilder()
                        .setPath(outer.toString())
                        .setOverwrite(true)));
        restore(request().setInPlace(RestoreInPlace.getDefaultInstance()));

        refused(Reason.RESTORE_RUNNING, () -> restore(to(outer.resolve("inner"))));
        refused(Reason.RESTORE_RUNNING, () -> restore(to(site.root.resolve("books/inner"))));
        assertThat(restore(to(site.root.resolve("elsewhere"))).getOperationId()).isNotEmpty();
    }

    @Test
    void aSnapshotThatIsNotWholeIsNotRestored() {
        var now = OffsetDateTime.now(site.clock);
        var making = site.snapshot("books", "CREATING", now);
        var going = site.snapshot("books", "DELETING", now);
        var corrupt = site.snapshot("books", "CORRUPT", now);

        for (var id : List.of(making, going)) {
            refused(
                    Reason.SNAPSHOT_NOT_READY,
                    () -> restore(to(site.root.resolve("new")).setSnapshotId(id.toString())));
        }
        refused(
                Reason.SNAPSHOT_CORRUPT,
                () -> restore(to(site.root.resolve("new")).setSnapshotId(corrupt.toString())));
        refused(
                Reason.SNAPSHOT_NOT_FOUND,
                () -> restore(to(site.root.resolve("new")).setSnapshotId(new UUID(1, 2).toString())));
    }

    @Test
    void aRestoreWithAWrongFieldIsRefused() {
        var right = to(site.root.resolve("new"));
        for (var wrong : List.of(
                request(),
                right.clone().setSnapshotId("x"),
                right.clone().setSnapshotId("latest"),
                right.clone().addPaths("../x"),
                right.clone().addPaths("%zz"),
                right.clone().setKeepAside(Durations.fromDays(3651)),
                right.clone().setWait(Durations.fromSeconds(61)),
                to(Path.of("relative")),
                to(Path.of("/bad%zz")))) {
            refused(Reason.INVALID_ARGUMENT, () -> restore(wrong));
        }
    }

    @Test
    void whatARestoreHasKeptAsideIsReleasedByWhoSeesItsGraph() {
        var kept = new UUID(0x7000, 1);
        var nothing = new UUID(0x7000, 2);
        row(kept, "'/somewhere/.before'");
        row(nothing, "NULL");
        var other = site.as(Role.OPERATOR, "otto", "papers");

        assertThat(site.operator().releaseRestore(release(kept)).getOperation().getKind())
                .isEqualTo(OperationKind.OPERATION_KIND_RELEASE_RESTORE);
        refused(Reason.RESTORE_NOT_FOUND, () -> other.releaseRestore(release(kept)));
        refused(Reason.RESTORE_NOT_FOUND, () -> site.operator().releaseRestore(release(nothing)));
        refused(Reason.RESTORE_NOT_FOUND, () -> site.operator().releaseRestore(release(new UUID(1, 2))));
        site.sql("UPDATE restore SET node = 'node-b'");
        refused(Reason.SOURCE_ON_OTHER_NODE, () -> site.operator().releaseRestore(release(kept)));
    }

    private void row(UUID operation, String aside) {
        site.sql("INSERT INTO restore (operation_id, graph_uid, snapshot_id, node, destination, aside_path, swap,"
                + " finished_at) SELECT '" + operation + "', uid, '" + books + "', 'node-a', '/somewhere', " + aside
                + ", 'RENAMED', now() FROM graph WHERE id = 'books'");
    }

    private static ReleaseRestoreRequest release(UUID operation) {
        return ReleaseRestoreRequest.newBuilder()
                .setOperationId(operation.toString())
                .build();
    }

    private RestoreSnapshotRequest.Builder request() {
        return RestoreSnapshotRequest.newBuilder().setSnapshotId(books.toString());
    }

    private RestoreSnapshotRequest.Builder to(Path path) {
        return request().setToDirectory(RestoreToDirectory.newBuilder().setPath(path.toString()));
    }

    private Operation restore(RestoreSnapshotRequest.Builder request) {
        return site.operator().restoreSnapshot(request.build()).getOperation();
    }
}
