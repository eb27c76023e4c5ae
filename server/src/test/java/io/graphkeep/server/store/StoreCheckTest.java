package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A check of the store finds what is damaged, says what needs it, and takes nothing else for damage. */
final class StoreCheckTest extends WithSnapshot {
    @Test
    void anIntactStoreIsFoundIntactAtEveryLevel() throws Exception {
        for (var level : CheckLevel.values()) {
            assertThat(check(store, level).isIntact()).isTrue();
            assertThat(store.check()
                            .ofSnapshot(snapshot, level, 2, TestStore.UNWATCHED)
                            .isIntact())
                    .isTrue();
        }
        var report = check(store, CheckLevel.CONTENT);

        assertThat(report.snapshots()).containsExactly(snapshot);
        assertThat(report.bytes()).isEqualTo(Long.parseLong(test.ask("SELECT sum(size) FROM pack")));
        assertThat(test.ask("SELECT count(*) FROM pack WHERE verified_at IS NULL"))
                .isEqualTo("0");
    }

    @Test
    void aDamagedBlockIsNamedWithTheSnapshotsThatNeedItAndNoOther() throws Exception {
        var other = Sample.write(test, store, Sample.mixed(new Random(9), 3), null);
        var pack = test.damageData();

        var report = check(test.open(), CheckLevel.CONTENT);

        assertThat(report.damagedObjects()).isEqualTo(1);
        assertThat(report.damaged().getFirst().name()).isEqualTo(pack);
        assertThat(report.damaged().getFirst().detail()).contains("Block 0 of " + pack);
        assertThat(report.damaged().getFirst().snapshots()).containsExactly(snapshot);
        assertThat(report.damaged().getFirst().segments()).isNotEmpty();
        assertThat(report.corrupt()).containsExactly(snapshot);
        assertThat(state(snapshot)).isEqualTo("CORRUPT");
        assertThat(state(other)).isEqualTo("COMPLETED");
    }

    @Test
    void aSnapshotIsCheckedByWhatItNeedsAlone() throws Exception {
        var other = Sample.write(test, store, Sample.mixed(new Random(9), 3), null);
        test.damageData();
        var fresh = test.open();

        assertThat(fresh.check()
                        .ofSnapshot(other, CheckLevel.CONTENT, 2, TestStore.UNWATCHED)
                        .isIntact())
                .isTrue();
        assertThat(fresh.check()
                        .ofSnapshot(snapshot, CheckLevel.PRESENCE, 2, TestStore.UNWATCHED)
                        .isIntact())
                .isTrue();
        assertThat(fresh.check()
                        .ofSnapshot(snapshot, CheckLevel.CONTENT, 2, TestStore.UNWATCHED)
                        .corrupt())
                .containsExactly(snapshot);
    }

    @Test
    void aMissingPackIsFoundWithoutReadingAnything() throws Exception {
        Files.delete(pack());

        var report = check(test.open(), CheckLevel.PRESENCE);

        assertThat(report.damaged().getFirst().detail()).endsWith("is missing.");
        assertThat(report.corrupt()).containsExactly(snapshot);
    }

    @Test
    void rowsThatDisagreeAreFoundWithoutLookingAtTheStore() throws Exception {
        test.sql("DELETE FROM segment WHERE number = (SELECT min(number) FROM segment)");
        test.sql("UPDATE segment SET packs = '{999}' WHERE number = (SELECT max(number) FROM segment)");

        var report = check(store, CheckLevel.CATALOG);

        assertThat(report.damaged()).singleElement().satisfies(found -> {
            assertThat(found.name()).isEqualTo("catalog");
            assertThat(found.snapshots()).containsExactly(snapshot);
        });
        assertThat(state(snapshot)).isEqualTo("CORRUPT");
    }

    @Test
    void aLocatorThatNamesOtherChunksIsFound() throws Exception {
        test.sql("UPDATE segment SET locator = other.locator FROM segment AS other WHERE segment.number ="
                + " (SELECT number FROM segment ORDER BY number LIMIT 1) AND other.number = (SELECT number FROM"
                + " segment ORDER BY number OFFSET 1 LIMIT 1)");

        var report = check(test.open(), CheckLevel.CONTENT);

        assertThat(report.isIntact()).isFalse();
        assertThat(report.corrupt()).containsExactly(snapshot);
    }

    @Test
    void everyOtherKindOfObjectIsLookedAtToo() throws Exception {
        for (var name : List.of("repository", "keys/1", "owner/1", "state/1", "manifests")) {
            var file = name.equals("manifests") ? manifest() : test.directory().resolve(name);
            var good = Files.readAllBytes(file);
            var bad = good.clone();
            bad[bad.length - 1] ^= 1;
            Files.write(file, bad);

            var report = check(store, CheckLevel.CONTENT);

            assertThat(report.damaged())
                    .as(name)
                    .singleElement()
                    .satisfies(found -> assertThat(found.name())
                            .isEqualTo(test.directory().relativize(file).toString()));
            Files.write(file, good);
        }
        assertThat(state(snapshot)).isEqualTo("CORRUPT");
    }

    @Test
    void whatIsCondemnedAndGoesIsNoDamage() throws Exception {
        test.sql("UPDATE pack SET state = 'CONDEMNED', condemned_epoch = 1 WHERE number NOT IN"
                + " (SELECT unnest(packs) FROM segment)");
        var other = Sample.write(test, store, Sample.mixed(new Random(9), 3), null);
        store.deleteSnapshot(other, "test", tx -> {}, tx -> {});
        var session = "session_id = (SELECT id FROM session WHERE state = 'COMMITTED' ORDER BY id DESC LIMIT 1)";
        var gone = test.ask("SELECT id FROM pack WHERE kind = 'DATA' AND " + session);
        test.sql("UPDATE segment SET state = 'CONDEMNED', condemned_epoch = 1 WHERE " + session);
        test.sql("UPDATE pack SET state = 'CONDEMNED', condemned_epoch = 1 WHERE " + session);
        Files.delete(
                test.directory().resolve(ObjectNames.pack(UUID.fromString(gone)).value()));

        assertThat(check(test.open(), CheckLevel.CONTENT).isIntact()).isTrue();
    }

    @Test
    void aShareTakesThosePacksFirstThatWereNotLookedAtForLongest() throws Exception {
        Sample.write(test, store, Sample.mixed(new Random(9), 20), null);
        var packs = Integer.parseInt(test.ask("SELECT count(*) FROM pack"));
        test.sql("UPDATE pack SET created_at = created_at + number * interval '1 second'");
        test.clock.advance(java.time.Duration.ofDays(1));

        for (var run = 0; run < packs; run++) {
            assertThat(check(store, new CheckOrder(CheckLevel.CONTENT, 1e-9, 2, null, 0), TestStore.UNWATCHED)
                            .isIntact())
                    .isTrue();
            test.clock.advance(java.time.Duration.ofDays(1));
        }

        assertThat(test.ask("SELECT count(*) FROM pack WHERE verified_at IS NULL"))
                .isEqualTo("0");
    }

    @Test
    void aStoreThatIsGoneIsNotTakenForDamage() throws Exception {
        var one = test.open();
        Files.move(test.directory(), test.directory().resolveSibling("unmounted"));
        Files.createDirectory(test.directory());

        assertThatThrownBy(() -> check(one, CheckLevel.CONTENT))
                .satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));

        assertThat(state(snapshot)).isEqualTo("COMPLETED");
    }

    @Test
    void whoWatchesEndsIt() {
        var watch = new Unwatched() {
            @Override
            public void read(long bytes) {
                if (bytes > 0) {
                    throw new IllegalStateException("enough");
                }
            }
        };

        assertThatThrownBy(() -> store.check().ofSnapshot(snapshot, CheckLevel.CONTENT, 2, watch))
                .hasMessage("enough");
        assertThat(test.ask("SELECT count(*) FROM session WHERE kind = 'READ' AND state = 'OPEN'"))
                .isEqualTo("0");
    }

    private static CheckReport check(Store store, CheckLevel level) throws InterruptedException {
        return check(store, new CheckOrder(level, 1, 2, null, 0), TestStore.UNWATCHED);
    }

    private static CheckReport check(Store store, CheckOrder order, CheckWatch watch) throws InterruptedException {
        return store.check().ofStore(order, watch, report -> {});
    }

    private String state(UUID id) {
        return test.ask("SELECT state FROM snapshot WHERE id = '" + id + "'");
    }

    private Path pack() {
        return test.pack("SELECT id FROM pack WHERE kind = 'DATA' ORDER BY number LIMIT 1");
    }

    private Path manifest() throws IOException {
        try (var walk = Files.walk(test.directory().resolve("manifests"))) {
            return walk.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }
}
