package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** No damaged byte is delivered as good: it is an error that names what is hit. */
final class DamageTest extends WithSnapshot {
    @Test
    void aFlippedBitAnywhereInAnythingThatTheSnapshotNeedsIsFoundAndNamed() throws IOException {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (var file : files("packs", "manifests")) {
            var good = Files.readAllBytes(file);
            for (var i = 0; i < 12; i++) {
                var bad = good.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bad);
                requireCorrupt(file);
            }
            Files.write(file, good);
        }
        requireIntact();
    }

    @Test
    void whatIsMissingOrCutShortIsFoundAndNamed() throws IOException {
        for (var file : files("packs", "manifests")) {
            var good = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(good, good.length / 2));
            requireCorrupt(file);
            Files.write(file, new byte[good.length]);
            requireCorrupt(file);
            Files.delete(file);
            requireCorrupt(file);
            Files.write(file, good);
        }
        requireIntact();
    }

    @Test
    void twoPacksThatChangedPlacesAreFound() throws IOException {
        var packs = files("packs");
        var one = packs.get(0);
        var other = packs.get(1);
        var bytes = Files.readAllBytes(one);
        Files.write(one, Files.readAllBytes(other));
        Files.write(other, bytes);

        requireCorrupt(one.resolveSibling("packs"));
    }

    @Test
    void aLocatorThatPointsElsewhereDeliversNothing() throws IOException {
        test.sql("UPDATE segment SET locator = (SELECT locator FROM segment ORDER BY bytes DESC LIMIT 1)");

        requireCorrupt(home);
    }

    @Test
    void aSegmentWhoseListIsDamagedIsStoredAnewByTheNextCapture() throws IOException {
        test.damage("SELECT id FROM pack WHERE kind = 'METADATA'");
        var restarted = test.open();
        var next = test.ids.next();
        try (var session = restarted.openWrite(new WriteRequest(test.graph, next, null, 0, snapshot))) {
            test.addSnapshot(next, test.graph, session.id());
            for (var piece : pieces) {
                assertThat(session.descriptor(piece.segment().id())).isEmpty();
            }
            Sample.fill(session, pieces, next);
            Sample.commit(test, session, next);
        }
        assertThat(Sample.read(restarted, next, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void damageThatAReadMeetsIsNotInheritedAndIsHealedByTheNextCapture() throws IOException {
        var one = test.open();
        test.damageData();
        assertThatThrownBy(() -> Sample.read(one, snapshot, Sample.ids(pieces)))
                .satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));
        assertThat(state()).isEqualTo("CORRUPT");
        assertThat(events("snapshot.corrupt")).isEqualTo("1");

        var next = Sample.write(test, one, pieces, snapshot);

        assertThat(Sample.read(one, next, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
        assertThat(Sample.read(one, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
        assertThat(state()).isEqualTo("COMPLETED");
        assertThat(events("snapshot.healed")).isEqualTo("1");
        assertThat(test.ask("SELECT count(*) FROM segment WHERE damaged")).isEqualTo("0");
    }

    @Test
    void aDamagedManifestThatAReadMeetsMarksItsSnapshotAndIsToldOnce() throws IOException {
        var one = test.open();
        var manifest = files("manifests").getFirst();
        var good = Files.readAllBytes(manifest);
        var bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(manifest, bad);

        for (var i = 0; i < 2; i++) {
            assertThatThrownBy(() -> readAll(one)).satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));
        }

        assertThat(state()).isEqualTo("CORRUPT");
        assertThat(events("snapshot.corrupt")).isEqualTo("1");
        Files.write(manifest, good);
        readAll(test.open());
        assertThat(state()).isEqualTo("COMPLETED");
    }

    @Test
    void aStoreThatIsNotThereDoesNotMarkTheSnapshotWhoseManifestIsAskedFor() throws IOException {
        var one = test.open();
        var aside = test.directory().resolveSibling("aside");
        Files.move(test.directory(), aside);
        Files.createDirectory(test.directory());

        assertThatThrownBy(() -> readAll(one)).satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));

        assertThat(state()).isEqualTo("COMPLETED");
        Files.delete(test.directory());
        Files.move(aside, test.directory());
    }

    @Test
    void whatLayInAPackThatIsGoneIsStoredAnewByOneCapture() throws IOException {
        var one = test.open();
        for (var kind : List.of("DATA", "METADATA")) {
            Files.delete(test.pack("SELECT id FROM pack WHERE kind = '" + kind + "' ORDER BY number LIMIT 1"));
            assertThatThrownBy(() -> readAll(one)).satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));
        }

        var next = Sample.write(test, one, pieces, snapshot);

        assertThat(Sample.read(one, next, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void everySnapshotThatNeedsTheDamageIsMarkedAndNoOther() throws IOException {
        var sharing = Sample.write(test, store, pieces, snapshot);
        var other = Sample.write(test, store, Sample.mixed(new Random(9), 3), null);
        test.damageData();
        var one = test.open();

        assertThatThrownBy(() -> Sample.read(one, snapshot, Sample.ids(pieces)))
                .satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));

        assertThat(test.ask("SELECT string_agg(id::text, ' ' ORDER BY id) FROM snapshot WHERE state = 'CORRUPT'"))
                .isEqualTo(snapshot + " " + sharing);
        assertThat(test.ask("SELECT state FROM snapshot WHERE id = '" + other + "'"))
                .isEqualTo("COMPLETED");
    }

    @Test
    void aSegmentThatLiesAtTwoPlacesIsReadFromTheWholeOne() throws IOException {
        var same = Sample.mixed(new Random(5), 4);
        var first = test.ids.next();
        writeTwice(same, first, test.ids.next());
        damageDataOf(first);
        var restarted = test.open();

        assertThat(Sample.read(restarted, first, Sample.ids(same))).isEqualTo(Sample.bytes(same));
        assertThat(test.ask("SELECT count(*) FROM snapshot WHERE state = 'CORRUPT'"))
                .isEqualTo("0");
    }

    @Test
    void aSegmentThatHasAnotherPlaceSinceItWasLookedUpIsNotDamaged() throws IOException {
        var same = Sample.mixed(new Random(5), 4);
        var first = test.ids.next();
        var second = test.ids.next();
        writeTwice(same, first, second);
        try (var session = test.open().openRead(first)) {
            for (var id : Sample.ids(same)) {
                session.segment(id);
            }
            damageDataOf(first);
            test.sql("UPDATE segment SET locator = other.locator, packs = other.packs FROM segment AS other"
                    + " WHERE other.id = segment.id AND segment.session_id = " + sessionOf(first)
                    + " AND other.session_id = " + sessionOf(second));
            test.sql("DELETE FROM segment WHERE session_id = " + sessionOf(second));
            var read = new ByteArrayOutputStream();

            session.read(
                    Sample.ids(same), (position, chunk, bytes, offset, length) -> read.write(bytes, offset, length));

            assertThat(read.toByteArray()).isEqualTo(Sample.bytes(same));
        }
        assertThat(test.ask("SELECT count(*) FROM segment WHERE damaged")).isEqualTo("0");
        assertThat(test.ask("SELECT state FROM snapshot WHERE id = '" + first + "'"))
                .isEqualTo("COMPLETED");
    }

    /** Two captures at once, which make two rows of each segment. */
    private void writeTwice(List<Sample.Piece> same, UUID first, UUID second) throws IOException {
        try (var one = store.openWrite(new WriteRequest(test.graph, first, null, 0, null));
                var other = store.openWrite(new WriteRequest(test.graph, second, null, 0, null))) {
            test.addSnapshot(first, test.graph, one.id());
            test.addSnapshot(second, test.graph, other.id());
            Sample.fill(one, same, first);
            Sample.fill(other, same, second);
            Sample.commit(test, one, first);
            Sample.commit(test, other, second);
        }
    }

    private void damageDataOf(UUID snapshot) throws IOException {
        test.damage("SELECT id FROM pack WHERE kind = 'DATA' AND session_id = " + sessionOf(snapshot));
    }

    private static String sessionOf(UUID snapshot) {
        return "(SELECT session_id FROM snapshot WHERE id = '" + snapshot + "')";
    }

    @Test
    void aCaptureThatTookASegmentBeforeItWasFoundDamagedIsNotCommitted() throws IOException {
        var next = test.ids.next();
        try (var session = store.openWrite(new WriteRequest(test.graph, next, null, 0, snapshot))) {
            test.addSnapshot(next, test.graph, session.id());
            Sample.fill(session, pieces, next);
            test.damageData();
            var one = test.open();
            assertThatThrownBy(() -> Sample.read(one, snapshot, Sample.ids(pieces)))
                    .satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));

            assertThatThrownBy(() -> Sample.commit(test, session, next))
                    .satisfies(StoreTest.hasReason(Reason.CONFLICT));
        }
    }

    @Test
    void aChunkWhosePlaceWasKnownBeforeItWasFoundDamagedIsNotCommitted() throws IOException {
        var next = test.ids.next();
        Sample.Piece changed;
        try (var session = store.openWrite(new WriteRequest(test.graph, next, null, 0, snapshot))) {
            test.addSnapshot(next, test.graph, session.id());
            for (var piece : pieces) {
                assertThat(session.descriptor(piece.segment().id())).isPresent();
            }
            test.damageData();
            var one = test.open();
            assertThatThrownBy(() -> Sample.read(one, snapshot, Sample.ids(pieces)))
                    .satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));
            changed = damagedPiece().with(0, Sample.text(new Random(3)));
            Sample.fill(session, List.of(changed), next);

            assertThatThrownBy(() -> Sample.commit(test, session, next))
                    .satisfies(StoreTest.hasReason(Reason.CONFLICT));
        }
        var again = test.open();
        var whole = Sample.write(test, again, List.of(changed), snapshot);
        assertThat(Sample.read(again, whole, Sample.ids(List.of(changed)))).isEqualTo(Sample.bytes(List.of(changed)));
    }

    @Test
    void aStoreThatIsGoneIsNotTakenForDamage() throws IOException {
        var one = test.open();
        try (var session = one.openRead(snapshot)) {
            Files.move(test.directory(), test.directory().resolveSibling("unmounted"));
            Files.createDirectory(test.directory());

            assertThatThrownBy(() -> session.read(Sample.ids(pieces), (position, chunk, bytes, offset, length) -> {}))
                    .isInstanceOf(IOException.class);
        }
        assertThat(state()).isEqualTo("COMPLETED");
    }

    private String state() {
        return test.ask("SELECT state FROM snapshot WHERE id = '" + snapshot + "'");
    }

    private String events(String kind) {
        return test.ask("SELECT count(*) FROM event WHERE kind = '" + kind + "' AND snapshot_id = '" + snapshot
                + "' AND graph_id = 'books'");
    }

    private List<Path> files(String... directories) throws IOException {
        var files = new ArrayList<Path>();
        for (var directory : directories) {
            try (var walk = Files.walk(test.directory().resolve(directory))) {
                walk.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }

    /** Read by a server that has not read it before, so that nothing is remembered. */
    private void requireCorrupt(Path file) throws IOException {
        var fresh = test.open();
        assertThatThrownBy(() -> readAll(fresh))
                .as("damage in %s", file)
                .isInstanceOfSatisfying(GraphkeepException.class, failure -> {
                    assertThat(failure.reason()).as(failure.sentence()).isEqualTo(Reason.SNAPSHOT_CORRUPT);
                    assertThat(failure.metadata()).containsEntry("snapshot_id", snapshot.toString());
                    assertThat(failure.sentence()).containsAnyOf("packs/", "manifests/", "pack ", "segment ");
                });
        fresh.close();
    }

    private void requireIntact() throws IOException {
        readAll(test.open());
    }

    private void readAll(Store from) throws IOException {
        assertThat(Sample.read(from, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
        try (var session = from.openRead(snapshot)) {
            assertThat(session.tree().readAllBytes()).isNotEmpty();
        }
    }
}
