package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collection removes what nothing needs, and nothing else, whoever writes and reads meanwhile and wherever it dies. */
final class CollectorTest {
    private static final CollectionLimits ANY = new CollectionLimits(1, 0);

    @TempDir
    private Path home;

    private TestStore test;
    private Store store;
    private final Random random = new Random(7);
    private final List<Sample.Piece> first = Sample.mixed(random, 6);
    private final List<Sample.Piece> second = Sample.mixed(random, 6);

    @BeforeEach
    void open() throws IOException {
        test = new TestStore(home);
        store = test.open();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whatNoSnapshotNeedsGoesAndTheRestRestores() throws IOException {
        var dropped = Sample.write(test, store, first, null);
        var kept = Sample.write(test, store, second, null);
        var before = packs().size();
        delete(dropped);

        var collected = collect();

        assertThat(collected.packs().packs()).isPositive();
        assertThat(collected.packs().bytes()).isPositive();
        assertThat(packs()).hasSize(before - (int) collected.packs().packs());
        assertThat(test.ask("SELECT count(*) FROM pack WHERE state <> 'LIVE'")).isEqualTo("0");
        requireWhole(kept, second);
        assertThat(collect().packs().packs()).isZero();
    }

    @Test
    void whatTwoSnapshotsShareStaysUntilBothAreGone() throws IOException {
        var older = Sample.write(test, store, first, null);
        var newer = Sample.write(test, store, first, older);
        delete(older);
        collect();
        requireWhole(newer, first);

        delete(newer);
        collect();

        assertThat(packs()).isEmpty();
        assertThat(test.ask("SELECT count(*) FROM segment")).isEqualTo("0");
    }

    @Test
    void aReaderReadsToTheEndWhatIsDeletedUnderIt() throws IOException {
        var snapshot = Sample.write(test, store, first, null);
        var out = new ByteArrayOutputStream();
        try (var session = store.openRead(snapshot)) {
            delete(snapshot);

            var collected = collect();

            assertThat(collected.packs().packs()).isZero();
            assertThat(collected.notes()).singleElement().asString().contains("wait until those are done");
            session.read(
                    Sample.ids(first), (position, chunk, bytes, offset, length) -> out.write(bytes, offset, length));
        }
        assertThat(out.toByteArray()).isEqualTo(Sample.bytes(first));
        assertThat(collect().packs().packs()).isPositive();
        assertThat(packs()).isEmpty();
    }

    @Test
    void aWriterKeepsTheSegmentsThatItFoundBeforeTheyWereCondemned() throws IOException {
        var old = Sample.write(test, store, first, null);
        var snapshot = test.ids.next();
        try (var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null))) {
            test.addSnapshot(snapshot, test.graph, session.id());
            Sample.fill(session, first, snapshot);
            assertThat(session.newBytes()).isLessThan(100);
            delete(old);
            collect();

            Sample.commit(test, session, snapshot);
        }
        collect();

        requireWhole(snapshot, first);
    }

    @Test
    void aWriterKeepsTheChunksThatItFoundInASegmentThatWasCondemnedSince() throws IOException {
        var old = Sample.write(test, store, first, null);
        var changed = new ArrayList<>(first);
        changed.set(0, first.getFirst().with(0, Sample.text(random)));
        var snapshot = test.ids.next();
        try (var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null))) {
            test.addSnapshot(snapshot, test.graph, session.id());
            assertThat(session.descriptor(first.getFirst().segment().id())).isPresent();
            delete(old);
            collect();

            Sample.fill(session, changed, snapshot);
            Sample.commit(test, session, snapshot);
        }
        collect();

        requireWhole(snapshot, changed);
    }

    @Test
    void whatWasCondemnedComesBackToLifeWhenAWriterRefersToIt() throws IOException {
        var old = Sample.write(test, store, first, null);
        UUID newer;
        try (var reader = store.openRead(old)) {
            reader.renew();
            delete(old);
            collect();
            assertThat(test.ask("SELECT count(*) FROM segment WHERE state = 'LIVE'"))
                    .isEqualTo("0");

            newer = Sample.write(test, store, first, null);
        }
        collect();

        requireWhole(newer, first);
    }

    @Test
    void whatADeadWriterLeftGoesAndItsLateObjectTooWhenAListingShowsIt() throws IOException {
        var kept = Sample.write(test, store, second, null);
        var snapshot = test.ids.next();
        try (var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null))) {
            test.addSnapshot(snapshot, test.graph, session.id());
            Sample.fill(session, first, snapshot);
            test.backend().failBeforePut("manifests/");
            assertThatThrownBy(() -> Sample.commit(test, session, snapshot)).isNotNull();
        }
        test.sql("DELETE FROM snapshot WHERE id = '%s'".formatted(snapshot));
        var late = packs().stream()
                .filter(file -> test.ask("SELECT count(*) FROM pack WHERE state = 'INTENT' AND id = '%s'"
                                .formatted(file.getFileName()))
                        .equals("1"))
                .findFirst()
                .orElseThrow();

        assertThat(collect().orphans()).isPositive();
        assertThat(late).doesNotExist();
        Files.createDirectories(late.getParent());
        Files.write(late, new byte[10]);
        assertThat(collect().orphans()).isEqualTo(1);
        assertThat(late).doesNotExist();
        collect();

        assertThat(test.ask("SELECT count(*) FROM pack WHERE state <> 'LIVE'")).isEqualTo("0");
        requireWhole(kept, second);
    }

    @Test
    void theManifestOfAWriterThatDiedBeforeItsCommitGoes() throws IOException {
        var snapshot = test.ids.next();
        var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null));
        Sample.fill(session, first, snapshot);
        // There is no row that the commit could make visible: it fails after the manifest was put.
        assertThatThrownBy(() -> Sample.commit(test, session, snapshot)).isNotNull();
        assertThat(test.directory().resolve("manifests/" + test.graph + "/" + snapshot))
                .exists();
        session.close();

        collect();

        assertThat(test.directory().resolve("manifests/" + test.graph + "/" + snapshot))
                .doesNotExist();
        assertThat(packs()).isEmpty();
    }

    @Test
    void whatAWriterIsStillWritingStays() throws IOException {
        var snapshot = test.ids.next();
        try (var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null))) {
            test.addSnapshot(snapshot, test.graph, session.id());
            Sample.fill(session, first, snapshot);
            collect();
            Sample.commit(test, session, snapshot);
        }

        requireWhole(snapshot, first);
    }

    @Test
    void objectsThatTheCatalogDoesNotKnowAreToldAndLeft() throws IOException {
        Sample.write(test, store, first, null);
        var stranger = test.directory().resolve("packs/00/" + new UUID(0x1234567812347000L, 0x8000000000000000L));
        Files.createDirectories(stranger.getParent());
        Files.write(stranger, new byte[10]);

        var collected = collect();

        assertThat(collected.unknown()).isEqualTo(1);
        assertThat(stranger).exists();
    }

    @Test
    void aManifestThatTheCatalogDoesNotKnowStopsEverything() throws IOException {
        var dropped = Sample.write(test, store, first, null);
        delete(dropped);
        var stranger = test.directory().resolve("manifests/" + test.graph + "/" + test.ids.next());
        Files.createDirectories(stranger.getParent());
        Files.write(stranger, new byte[10]);
        var before = packs();

        assertThatThrownBy(this::collect).satisfies(StoreTest.hasReason(Reason.CLEANUP_REFUSED));

        assertThat(packs()).isEqualTo(before);
    }

    @Test
    void aMissingPackStopsEverythingAndIsNamed() throws IOException {
        var dropped = Sample.write(test, store, first, null);
        var unneeded = packs();
        Sample.write(test, store, second, null);
        delete(dropped);
        var lost = packs().stream()
                .filter(pack -> !unneeded.contains(pack))
                .findFirst()
                .orElseThrow();
        Files.delete(lost);
        var before = packs();

        assertThatThrownBy(this::collect)
                .satisfies(StoreTest.hasReason(Reason.CLEANUP_REFUSED))
                .hasMessageContaining(lost.getFileName().toString());

        assertThat(packs()).isEqualTo(before);
    }

    @Test
    void moreThanTheAllowedShareDoesNotGoAtOnce() throws IOException {
        delete(Sample.write(test, store, first, null));
        var before = packs();

        assertThatThrownBy(() -> store.survey(() -> {}).collect(new CollectionLimits(0.2, 0), () -> {}))
                .satisfies(StoreTest.hasReason(Reason.ALLOW_SHARE_EXCEEDED));
        assertThat(packs()).isEqualTo(before);

        store.survey(() -> {}).collect(new CollectionLimits(0.2, 1L << 40), () -> {});
        assertThat(packs()).isEmpty();
    }

    @Test
    void aCollectionThatDiedHalfwayIsFinishedByTheNext() throws IOException {
        delete(Sample.write(test, store, first, null));
        var kept = Sample.write(test, store, second, null);
        test.backend().failBeforeDelete("packs/");
        assertThatThrownBy(this::collect).satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));
        assertThat(test.ask("SELECT count(*) FROM pack WHERE state = 'DELETING'"))
                .isEqualTo("1");
        store = test.open();

        collect();

        assertThat(test.ask("SELECT count(*) FROM pack WHERE state <> 'LIVE'")).isEqualTo("0");
        requireWhole(kept, second);
    }

    @Test
    void aDamagedSegmentThatWasStoredAnewKeepsItsNewPlace() throws IOException {
        var old = Sample.write(test, store, first, null);
        test.sql("UPDATE segment SET damaged = true");
        delete(Sample.write(test, store, first, null));

        collect();

        requireWhole(old, first);
        assertThat(test.ask("SELECT count(*) FROM segment WHERE NOT damaged AND state = 'LIVE'"))
                .isEqualTo("6");
    }

    @Test
    void aDryRunTellsWhatWouldBecomeGarbageAndChangesNothing() throws IOException {
        var one = Sample.write(test, store, first, null);
        var other = Sample.write(test, store, second, null);

        var nothing = wouldCollect(Set.of());
        var oneGone = wouldCollect(Set.of(one));
        var allGone = wouldCollect(Set.of(one, other));

        assertThat(nothing.packs().packs()).isZero();
        assertThat(allGone.packs().packs()).isEqualTo(packs().size());
        assertThat(test.ask("SELECT count(*) FROM pack WHERE state <> 'LIVE'")).isEqualTo("0");
        delete(one);
        assertThat(collect().packs()).isEqualTo(oneGone.packs());
    }

    private Collected wouldCollect(Set<UUID> gone) {
        return store.wouldCollect(gone, new CollectionLimits(1, 0), () -> {});
    }

    @Test
    void whenASegmentIsFoundDamagedACondemnedRowOfTheSameListTakesItsPlace() throws IOException {
        var kept = Sample.write(test, store, first, null);
        test.sql("UPDATE segment SET damaged = true");
        var copy = Sample.write(test, store, first, null);
        test.sql("UPDATE segment SET damaged = false");
        try (var reader = store.openRead(copy)) {
            reader.renew();
            delete(copy);
            collect();
            assertThat(test.ask("SELECT count(*) > 0 FROM segment WHERE state = 'CONDEMNED'"))
                    .isEqualTo("t");
            for (var pack : packs()) {
                if (isOf(pack, kept)) {
                    Files.write(pack, new byte[10]);
                }
            }

            requireWhole(kept, first);
        }
        collect();
        requireWhole(kept, first);
    }

    /** Whether the writer of this snapshot has put the pack. */
    private boolean isOf(Path pack, UUID snapshot) {
        return test.ask("SELECT count(*) FROM pack JOIN snapshot ON snapshot.session_id = pack.session_id"
                        + " WHERE pack.id = '%s' AND snapshot.id = '%s' AND pack.kind = 'DATA'"
                                .formatted(pack.getFileName(), snapshot))
                .equals("1");
    }

    private void delete(UUID snapshot) {
        store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> {});
    }

    private Collected collect() {
        return store.survey(() -> {}).collect(ANY, () -> {});
    }

    private void requireWhole(UUID snapshot, List<Sample.Piece> pieces) throws IOException {
        assertThat(Sample.read(store, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    private List<Path> packs() throws IOException {
        var packs = test.directory().resolve("packs");
        if (!Files.exists(packs)) {
            return List.of();
        }
        try (var files = Files.walk(packs)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
