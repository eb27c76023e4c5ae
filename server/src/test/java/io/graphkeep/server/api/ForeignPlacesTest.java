package io.graphkeep.server.api;

import static io.graphkeep.server.api.BackupFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.BackupServiceGrpc.BackupServiceBlockingStub;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.UpdateGraphRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token with scopes names no directory of a graph outside of them, and makes no graph that is less protected. */
class ForeignPlacesTest {
    @TempDir
    Path directory;

    private BackupFixture site;
    private BackupServiceBlockingStub team;
    private Path parent;
    private Path others;

    @BeforeEach
    void open() throws IOException {
        site = new BackupFixture(directory);
        team = site.as(Role.OPERATOR, "tom", "team-*");
        parent = site.directory("tenants");
        others = site.directory("tenants/books");
        Files.createDirectories(others.resolve("inner"));
        make(site.operator(), "books", others);
        make(team, "team-a", site.directory("tenants/team-a"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aGraphIsNotMadeOverAnothersSource() {
        for (var path : new Path[] {others, others.resolve("inner"), parent}) {
            refused(Reason.PATH_NOT_ALLOWED, () -> make(team, "team-b", path));
        }
        assertThatThrownBy(() -> make(team, "team-b", others)).hasMessageNotContaining("graph books");
        make(team, "team-b", site.directory("tenants/books-too"));
        make(team, "team-c", site.directory("tenants/team-a/inner"));
        make(site.operator(), "all", parent);
    }

    @Test
    void aLinkToAnothersSourceIsThatSource() throws IOException {
        var link = Files.createSymbolicLink(site.root.resolve("mine"), others);

        refused(Reason.PATH_NOT_ALLOWED, () -> make(team, "team-b", link));
    }

    @Test
    void aGraphIsNotMovedOntoAnothersSource() {
        refused(
                Reason.PATH_NOT_ALLOWED,
                () -> team.updateGraph(UpdateGraphRequest.newBuilder()
                        .setGraph(graph("team-a", others))
                        .setUpdateMask(FieldMask.newBuilder().addPaths("source"))
                        .build()));
    }

    @Test
    void aSnapshotIsNotRestoredOverAnothersSource() {
        var mine = site.snapshot("team-a");

        for (var path : new Path[] {others, others.resolve("new"), parent}) {
            refused(Reason.PATH_NOT_ALLOWED, () -> restore(mine, path));
        }
        restore(mine, site.root.resolve("tenants/new"));
        team.restoreSnapshot(RestoreSnapshotRequest.newBuilder()
                .setSnapshotId(mine.toString())
                .setInPlace(RestoreInPlace.getDefaultInstance())
                .build());
    }

    @Test
    void whatARestoreKeptAsideOfAnotherGraphIsNotReadEither() {
        var aside = site.directory("tenants/books.before-x");
        site.sql("INSERT INTO restore (operation_id, graph_uid, snapshot_id, node, destination, aside_path, swap,"
                + " finished_at)"
                + " SELECT"
                + " '" + site.ids.next() + "', uid, '" + site.ids.next() + "', '" + BackupFixture.NODE
                + "', '" + others
                + "', '" + aside + "', 'EXCHANGED', now() FROM graph WHERE id = 'books'");

        refused(Reason.PATH_NOT_ALLOWED, () -> make(team, "team-b", aside));
        site.sql("UPDATE restore SET released_at = now()");
        make(team, "team-b", aside);
    }

    @Test
    void whereAnotherGraphIsBeingRestoredNoGraphIsMade() {
        var place = site.directory("restores/books");
        restore(site.operator(), site.snapshot("books"), place);

        refused(Reason.PATH_NOT_ALLOWED, () -> make(team, "team-b", place));
        refused(Reason.PATH_NOT_ALLOWED, () -> make(team, "team-b", site.root.resolve("restores")));
        make(site.operator(), "all", place);
    }

    @Test
    void whereAnotherGraphWasRestoredNoGraphIsMade() {
        var theirs = site.directory("restores/books");
        var mine = site.directory("restores/team-a");
        restored("books", theirs);
        restored("team-a", mine);

        refused(Reason.PATH_NOT_ALLOWED, () -> make(team, "team-b", theirs));
        refused(Reason.PATH_NOT_ALLOWED, () -> make(team, "team-b", site.root.resolve("restores")));
        make(team, "team-b", mine);
        make(site.operator(), "all", theirs);
    }

    private void restored(String graph, Path to) {
        site.sql("INSERT INTO restore (operation_id, graph_uid, snapshot_id, node, destination, swap, finished_at)"
                + " SELECT"
                + " '" + site.ids.next() + "', uid, '" + site.ids.next() + "', '" + BackupFixture.NODE + "', '"
                + to
                + "', 'FRESH', now() FROM graph WHERE id = '" + graph + "'");
    }

    @Test
    void onlyAnAdminMakesAGraphThatIsProtectedForLessThanTheDefault() {
        var path = site.directory("fresh");

        refused(Reason.PERMISSION_DENIED, () -> create(site.operator(), protectedFor(path, 0)));
        refused(Reason.PERMISSION_DENIED, () -> create(site.operator(), protectedFor(path, 6)));
        create(site.admin(), protectedFor(path, 0));
    }

    @Test
    void whoeverLeavesThePeriodOutOrMakesItLongerNeedsNoAdmin() {
        create(site.operator(), protectedFor(site.directory("fresh"), 7));
    }

    @Test
    void aRepeatedCallGetsItsAnswerAlthoughTheSourceIsGone() throws IOException {
        var path = site.directory("fresh");
        var request = CreateGraphRequest.newBuilder()
                .setGraph(graph("fresh", path))
                .setRequestId("once")
                .build();
        var first = site.operator().createGraph(request);
        Files.delete(path.resolve("file.txt"));
        Files.delete(path);

        assertThat(site.operator().createGraph(request)).isEqualTo(first);
    }

    private void restore(UUID snapshot, Path to) {
        restore(team, snapshot, to);
    }

    private static void restore(BackupServiceBlockingStub caller, UUID snapshot, Path to) {
        caller.restoreSnapshot(RestoreSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot.toString())
                .setToDirectory(
                        RestoreToDirectory.newBuilder().setPath(to.toString()).setOverwrite(true))
                .build());
    }

    private static Graph protectedFor(Path path, int days) {
        return graph("fresh", path).toBuilder()
                .setPolicy(GraphPolicy.newBuilder().setProtectedPeriod(Durations.fromDays(days)))
                .build();
    }

    private static void make(BackupServiceBlockingStub caller, String id, Path path) {
        create(caller, graph(id, path));
    }

    private static void create(BackupServiceBlockingStub caller, Graph graph) {
        caller.createGraph(CreateGraphRequest.newBuilder().setGraph(graph).build());
    }

    private static Graph graph(String id, Path path) {
        return Graph.newBuilder()
                .setGraphId(id)
                .setSource(Source.newBuilder()
                        .setDirectory(DirectorySource.newBuilder().setPath(path.toString())))
                .build();
    }
}
