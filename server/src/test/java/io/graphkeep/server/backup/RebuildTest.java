package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.StartRefused;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losing the catalog loses no snapshot, and an older one is brought up to its store. */
final class RebuildTest {
    private static final Principal ANN = Principal.server();

    @TempDir
    private Path temporary;

    private final SettableClock clock = new SettableClock();
    private final List<TestDatabase> lent = new ArrayList<>();
    private Path top;
    private Path home;
    private Path source;
    private BackupSite site;
    private UUID graph;

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

    @Test
    void aRebuiltCatalogIsTheOneThatWasLost() throws IOException {
        var first = captured("first");
        var second = captured("second");
        var third = captured("third");
        say(second);
        delete(third);
        var before = told();

        var report = rebuild();

        assertThat(report.findings()).isEmpty();
        assertThat(report.counts().completed()).isEqualTo(2);
        assertThat(told()).isEqualTo(before);
        assertRestores(first, "first");
        assertRestores(second, "second");
    }

    @Test
    void theNextCaptureStoresNothingThatIsThere() throws IOException {
        captured("first");
        rebuild();

        var next = captured("first");

        assertThat(site.ask("SELECT count(*) FROM pack WHERE kind = 'DATA'")).isEqualTo("1");
        assertRestores(next, "first");
    }

    @Test
    void whatNoSnapshotNeedsIsCondemned() throws IOException {
        captured("first");
        delete(captured("second"));

        var report = rebuild();

        assertThat(report.counts().condemnedPacks()).isPositive();
        assertThat(site.ask("SELECT count(*) FROM pack WHERE state = 'CONDEMNED' AND condemned_epoch <"
                        + " (SELECT collector_epoch FROM instance)"))
                .isEqualTo(String.valueOf(report.counts().condemnedPacks()));
    }

    @Test
    void aManifestWithoutARecordOfItsCommitIsUnconfirmed() throws IOException {
        var first = captured("first");
        var second = captured("second");
        removeRecord("commit", second);

        var report = rebuild();

        assertThat(report.counts().unconfirmed()).isEqualTo(1);
        assertThat(state(second)).isEqualTo("UNCONFIRMED");
        assertThat(latest()).isEqualTo(first.getSnapshotId());
        assertRestores(second, "second");
    }

    @Test
    void aLostManifestIsToldAndNotHidden() throws IOException {
        captured("first");
        var second = captured("second");
        Files.delete(manifest(second));

        var report = rebuild();

        assertThat(state(second)).isEqualTo("CORRUPT");
        assertThat(report.findings()).anyMatch(line -> line.contains(second.getSnapshotId()));
        restart();
        assertThat(state(second)).isEqualTo("CORRUPT");
    }

    @Test
    void damagedObjectsAreNamedAndDoNotStopTheRest() throws IOException {
        var first = captured("first");
        var packs = packs();
        var second = captured("second");
        var lost = packs().stream().filter(pack -> !packs.contains(pack)).toList();
        lost.forEach(RebuildTest::spoil);
        Files.writeString(home.resolve("store/packs/stranger"), "nobody's");
        Files.writeString(home.resolve("store/state/999999"), "nobody's");

        var report = rebuild();

        assertThat(report.findings())
                .anyMatch(line -> line.contains("packs/stranger"))
                .anyMatch(line -> line.contains("state/999999"));
        lost.forEach(pack -> assertThat(report.findings())
                .anyMatch(line -> line.contains(pack.getFileName().toString())));
        assertThat(state(first)).isEqualTo("COMPLETED");
        assertThat(state(second)).isEqualTo("CORRUPT");
        assertRestores(first, "first");
        assertThat(state(captured("second"))).isEqualTo("COMPLETED");
    }

    @Test
    void anInterruptedRebuildIsBegunAgainAndNoServerStartsMeanwhile() throws IOException {
        var first = captured("first");
        var before = told();
        site.stop();
        var fresh = lend(BackupSite.catalog());
        assertThatThrownBy(() -> BackupSite.rebuild(home, clock, fresh).rebuild((what, done, total) -> {
                    if (what.equals("manifests")) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");

        assertThatThrownBy(() -> new BackupSite(home, clock, fresh))
                .isInstanceOf(GraphkeepException.class)
                .hasMessageContaining("graphkeep catalog rebuild");

        BackupSite.rebuild(home, clock, fresh).rebuild((what, done, total) -> {});
        site = new BackupSite(home, clock, fresh);
        assertThat(told()).isEqualTo(before);
        assertRestores(first, "first");
    }

    @Test
    void aCatalogThatIsNotEmptyIsNotRebuilt() throws IOException {
        captured("first");
        var catalog = site.stop();
        var generation = newestOwner();

        assertThatThrownBy(() -> BackupSite.rebuild(home, clock, catalog).rebuild((what, done, total) -> {}))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("--put-aside");

        assertThat(newestOwner()).isEqualTo(generation);
    }

    @Test
    void aLostOrForeignKeyStopsARebuildBeforeItBegins() throws IOException {
        captured("first");
        site.stop();
        var fresh = lend(BackupSite.catalog());
        var key = home.resolve("keys/master.key");
        var kept = Files.readString(key);
        Files.delete(key);

        assertThatThrownBy(() -> BackupSite.rebuild(home, clock, fresh).rebuild((what, done, total) -> {}))
                .hasMessageContaining("does not exist");

        assertThat(key).doesNotExist();
        Files.writeString(key, kept);
    }

    @Test
    void anOlderCatalogIsBroughtUpToItsStore() throws IOException {
        var kept = captured("kept");
        var deleted = captured("deleted");
        var older = lend(site.stop().copy());
        site = reopened();
        var changed = graph;
        say(kept);
        delete(deleted);
        var later = captured("later");
        graph = create("films");
        var film = captured("film");
        graph = changed;
        var before = told();
        site.stop();

        var readOnly = new BackupSite(home, clock, older);
        assertThat(readOnly.store.status().readOnly().orElseThrow()).contains("graphkeep catalog reconcile");
        readOnly.stop();
        var report = BackupSite.rebuild(home, clock, older).reconcile((what, done, total) -> {});
        site = new BackupSite(home, clock, older);
        lent.remove(older);

        assertThat(report.findings()).isEmpty();
        assertThat(site.store.status().readOnly()).isEmpty();
        assertThat(told()).isEqualTo(before);
        assertRestores(kept, "kept");
        assertRestores(later, "later");
        assertRestores(film, "film");
        assertThat(state(captured("newest"))).isEqualTo("COMPLETED");
    }

    @Test
    void aDumpOfTheSameRunIsKnownToBeOlder() throws IOException {
        captured("first");
        var catalog = site.stop();
        var older = lend(catalog.copy());
        // As if the server had run on: it is of the generation that the dump has.
        site = new BackupSite(home, clock, catalog);
        captured("second");
        site.stop();
        var generation = newestOwner();
        Files.delete(home.resolve("store/owner/" + generation));

        var readOnly = new BackupSite(home, clock, older);

        assertThat(readOnly.store.status().readOnly().orElseThrow()).contains("state record");
        readOnly.stop();
    }

    private RebuildReport rebuild() throws IOException {
        lend(site.stop());
        var fresh = BackupSite.catalog();
        var report = BackupSite.rebuild(home, clock, fresh).rebuild((what, done, total) -> {});
        site = new BackupSite(home, clock, fresh);
        return report;
    }

    private void restart() throws IOException {
        site = new BackupSite(home, clock, site.stop());
    }

    private BackupSite reopened() throws IOException {
        return new BackupSite(home, clock, site.stop());
    }

    private TestDatabase lend(TestDatabase catalog) {
        lent.add(catalog);
        return catalog;
    }

    private UUID create(String id) {
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

    private Snapshot captured(String content) throws IOException {
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

    private void say(Snapshot snapshot) {
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

    private void delete(Snapshot snapshot) {
        var request = DeleteSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot.getSnapshotId())
                .setForce(true)
                .build();
        var deletions = site.parts.snapshotDeletions();
        site.database().inTransaction(tx -> deletions.start(tx, ANN, request));
        deletions.finish(UUID.fromString(snapshot.getSnapshotId()), ANN);
    }

    /** All that people see of graphs and snapshots, but for what a catalog alone can know. */
    private String told() {
        return site.ask("""
            SELECT concat_ws(E'\\n',
                (SELECT string_agg((to_jsonb(graph) - 'version')::text, E'\\n' ORDER BY uid) FROM graph),
                (SELECT string_agg((to_jsonb(snapshot) - '{segments,session_id,operation_id,version,deleted_by}'::text[])
                    ::text, E'\\n' ORDER BY id) FROM snapshot))\
            """);
    }

    private String state(Snapshot snapshot) {
        return site.ask("SELECT state FROM snapshot WHERE id = '" + snapshot.getSnapshotId() + "'");
    }

    private String latest() {
        return site.parts.snapshots().get(ANN, "latest", "books", false).getSnapshotId();
    }

    private void assertRestores(Snapshot snapshot, String content) throws IOException {
        var to = top.resolve("restored-" + UUID.randomUUID());
        var request = RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder().setPath(to.toString()));
        var ended = site.run("RESTORE", graph, UUID.fromString(snapshot.getSnapshotId()), request.build());
        assertThat(BackupSite.error(ended)).isEqualTo("none");
        assertThat(Files.readString(to.resolve("file"))).isEqualTo(content);
        assertThat(Files.readString(to.resolve(content))).isEqualTo(content.repeat(1_000));
    }

    private Path manifest(Snapshot snapshot) {
        return home.resolve("store/manifests/" + graph + "/" + snapshot.getSnapshotId());
    }

    private void removeRecord(String fact, Snapshot snapshot) throws IOException {
        var subject = "snapshot/" + snapshot.getSnapshotId();
        var number = site.ask("SELECT min(number) FROM state_record WHERE subject = '" + subject + "'");
        assertThat(fact).isEqualTo("commit"); // It is the first of a snapshot.
        Files.delete(home.resolve("store/state/" + number));
    }

    private List<Path> packs() throws IOException {
        try (var files = Files.walk(home.resolve("store/packs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private long newestOwner() throws IOException {
        try (var files = Files.list(home.resolve("store/owner"))) {
            return files.mapToLong(file -> Long.parseLong(file.getFileName().toString()))
                    .max()
                    .orElseThrow();
        }
    }

    private static void spoil(Path pack) {
        try {
            var bytes = Files.readAllBytes(pack);
            bytes[bytes.length - 60] ^= 1;
            Files.write(pack, bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
