package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.SettableClock;
import io.graphkeep.server.store.rebuild.RebuildReport;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Hold;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.UpdateSnapshotRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that loses the catalog of a site, or brings an older one back. */
abstract class WithLostCatalog {
    static final Principal ANN = Principal.server();

    @TempDir
    private Path temporary;

    final SettableClock clock = new SettableClock();
    final List<TestDatabase> lent = new ArrayList<>();
    Path top;
    Path home;
    Path source;
    BackupSite site;
    UUID graph;

    @BeforeEach
    void open() throws IOException {
        top = temporary.toRealPath();
        home = top.resolve("home");
        source = Files.createDirectory(top.resolve("source"));
        Files.writeString(source.resolve("file"), "first");
        site = new BackupSite(home, clock);
        graph = create("books");
    }

    @AfterEach
    void close() {
        site.close();
        lent.forEach(TestDatabase::close);
    }

    RebuildReport rebuild() throws IOException {
        lend(site.stop());
        var fresh = BackupSite.catalog();
        var report = BackupSite.rebuild(home, clock, fresh).rebuild((what, done, total) -> {});
        site = new BackupSite(home, clock, fresh);
        return report;
    }

    void restart() throws IOException {
        site = new BackupSite(home, clock, site.stop());
    }

    BackupSite reopened() throws IOException {
        return new BackupSite(home, clock, site.stop());
    }

    TestDatabase lend(TestDatabase catalog) {
        lent.add(catalog);
        return catalog;
    }

    UUID create(String id) {
        var asked = Graph.newBuilder()
                .setGraphId(id)
                .setDescription("all of them")
                .putLabels("team", "search")
                .setPolicy(GraphPolicy.newBuilder().setProtectedPeriod(Durations.fromDays(9)))
                .setSource(Source.newBuilder()
                        .setDirectory(DirectorySource.newBuilder()
                                .setPath(source.toString())
                                .addExcludes("*.tmp")
                                .setOneFileSystem(true)))
                .build();
        var graphs = site.parts.graphs();
        var look = graphs.lookForCreation(ANN, asked);
        var made = site.database().inTransaction(tx -> graphs.create(tx, ANN, asked, look));
        graphs.settle();
        return UUID.fromString(made.getUid());
    }

    Snapshot captured(String content) throws IOException {
        clock.advance(Duration.ofMinutes(1));
        Files.writeString(source.resolve("file"), content);
        Files.writeString(source.resolve(content), content.repeat(1_000));
        var request = CreateSnapshotRequest.newBuilder()
                .putLabels("content", content)
                .setDescription("with " + content)
                .setForceRead(true);
        var snapshot = site.capture(graph, request.build());
        Files.delete(source.resolve(content));
        return snapshot;
    }

    void say(Snapshot snapshot) {
        var hold = Hold.newBuilder()
                .setReason("audit")
                .setExpireTime(Timestamp.newBuilder().setSeconds(clock.instant().getEpochSecond() + 86_400));
        var request = UpdateSnapshotRequest.newBuilder()
                .setSnapshot(snapshot.toBuilder()
                        .putLabels("kept", "yes")
                        .setDescription("kept")
                        .setHold(hold))
                .setUpdateMask(FieldMask.newBuilder()
                        .addPaths("labels")
                        .addPaths("description")
                        .addPaths("hold"))
                .build();
        site.database().inTransaction(tx -> site.parts.snapshots().update(tx, ANN, request));
        site.parts.snapshots().settle();
    }

    void delete(Snapshot snapshot) {
        var request = DeleteSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot.getSnapshotId())
                .setForce(true)
                .build();
        var deletions = site.parts.snapshotDeletions();
        site.database().inTransaction(tx -> deletions.start(tx, ANN, request));
        deletions.finish(UUID.fromString(snapshot.getSnapshotId()), ANN);
    }

    /** All that people see of graphs and snapshots, but for what a catalog alone can know. */
    String told() {
        return site.ask("""
            SELECT concat_ws(E'\\n',
                (SELECT string_agg((to_jsonb(graph) - 'version')::text, E'\\n' ORDER BY uid) FROM graph),
                (SELECT string_agg((to_jsonb(snapshot) - '{segments,session_id,operation_id,version,deleted_by}'::text[])
                    ::text, E'\\n' ORDER BY id) FROM snapshot))\
            """);
    }

    String state(Snapshot snapshot) {
        return site.ask("SELECT state FROM snapshot WHERE id = '" + snapshot.getSnapshotId() + "'");
    }

    void assertRestores(Snapshot snapshot, String content) throws IOException {
        var to = top.resolve("restored-" + UUID.randomUUID());
        var request = RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder().setPath(to.toString()));
        var ended = site.run("RESTORE", graph, UUID.fromString(snapshot.getSnapshotId()), request.build());
        assertThat(BackupSite.error(ended)).isEqualTo("none");
        assertThat(Files.readString(to.resolve("file"))).isEqualTo(content);
        assertThat(Files.readString(to.resolve(content))).isEqualTo(content.repeat(1_000));
    }

    long newestOwner() throws IOException {
        try (var files = Files.list(home.resolve("store/owner"))) {
            return files.mapToLong(file -> Long.parseLong(file.getFileName().toString()))
                    .max()
                    .orElseThrow();
        }
    }
}
