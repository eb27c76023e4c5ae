package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.StartRefused;
import io.graphkeep.v1.RepairStoreRequest;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Losing the catalog loses no snapshot. */
final class RebuildTest extends WithLostCatalog {
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
    void whatARebuildHasFoundIsNotKnownToBeReadableUntilItWasRead() throws Exception {
        captured("first");
        var scrubs = scrubs();
        assertThat(scrubs.standing().unknownBytes()).isZero();

        rebuild();

        scrubs = scrubs();
        assertThat(scrubs.standing().bytes()).isPositive();
        assertThat(scrubs.standing().unknownBytes()).isEqualTo(scrubs.standing().bytes());
        scrubs.startDue();
        clock.advance(Duration.ofHours(25));
        assertThat(scrubs.startDue()).isTrue();
        var read = site.ended(UUID.fromString(site.ask("SELECT id FROM operation WHERE kind = 'VERIFY_STORE'")));
        assertThat(BackupSite.error(read)).isEqualTo("none");
        assertThat(scrubs.standing().unknownBytes()).isZero();
        assertThat(scrubs.standing().oldest()).isEqualTo(clock.instant().atOffset(ZoneOffset.UTC));
    }

    /** Of each segment one chunk is lost, and another one is not what it was: none can be stored anew as a whole. */
    @Test
    void chunksThatWereLostWithTheCatalogAreRepairedOneByOne() throws Exception {
        var text = text();
        captured(text);
        for (var at = 10_000; at < text.length; at += 50_000) {
            text[at] = 'y';
        }
        var second = captured(text);
        var lost = site.ask("SELECT id FROM pack WHERE kind = 'DATA' ORDER BY number DESC LIMIT 1");
        Files.delete(home.resolve("store/packs/" + lost.substring(lost.length() - 2) + "/" + lost));
        var changed = text.clone();
        for (var at = 35_000; at < text.length; at += 50_000) {
            changed[at] = 'z';
        }
        Files.write(source.resolve("large.txt"), changed);

        rebuild();
        assertThat(state(second)).isEqualTo("CORRUPT");
        var repair = site.run(
                "REPAIR", graph, UUID.fromString(second.getSnapshotId()), RepairStoreRequest.getDefaultInstance());

        assertThat(BackupSite.error(repair)).isEqualTo("none");
        assertThat(state(second)).isEqualTo("COMPLETED");
        var to = top.resolve("repaired");
        var request = RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder().setPath(to.toString()));
        site.run("RESTORE", graph, UUID.fromString(second.getSnapshotId()), request.build());
        assertThat(to.resolve("large.txt")).hasBinaryContent(text);
    }

    private static byte[] text() {
        var bytes = new byte[500_000];
        new Random(1).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    private Snapshot captured(byte[] text) throws IOException {
        Files.write(source.resolve("large.txt"), text);
        return captured("with text");
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

    private Scrubs scrubs() {
        var pace = new Scrubs.Pace(Duration.ofHours(24), Duration.ofDays(30), 1 << 30);
        return new Scrubs(site.database(), site.parts.verifications(), pace, clock);
    }

    private String latest() {
        return site.parts.snapshots().get(ANN, "latest", "books", false).getSnapshotId();
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
