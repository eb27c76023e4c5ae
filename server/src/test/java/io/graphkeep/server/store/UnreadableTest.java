package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What cannot be read though the store can is damage, to whoever meets it: it is told, marked, and stored anew. */
final class UnreadableTest extends WithSnapshot {
    private static final CollectionLimits HALF =
            new CollectionLimits(1, 0, new CompactionLimits(0.5, Integer.MAX_VALUE));

    @Test
    void aReadThatMeetsABadSectorMarksTheSnapshotAndTheNextCaptureHealsIt() throws IOException {
        var one = test.open();
        test.backend().failReads(pack("DATA"), 0, 4096);

        assertThatThrownBy(() -> read(one)).satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));
        assertThat(state()).isEqualTo("CORRUPT");

        Sample.write(test, one, pieces, snapshot);
        assertThat(read(one)).isEqualTo(Sample.bytes(pieces));
        assertThat(state()).isEqualTo("COMPLETED");
    }

    @Test
    void aCaptureOverAParentWhoseListsCannotBeReadStoresThemAnew() throws IOException {
        var one = test.open();
        test.backend().failReads(pack("METADATA"), 0, Long.MAX_VALUE);
        var next = test.ids.next();
        try (var session = one.openWrite(new WriteRequest(test.graph, next, null, 0, snapshot))) {
            test.addSnapshot(next, test.graph, session.id());

            for (var piece : pieces) {
                assertThat(session.descriptor(piece.segment().id())).isEmpty();
            }

            Sample.fill(session, pieces, next);
            Sample.commit(test, session, next);
        }
        assertThat(Sample.read(one, next, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void aManifestThatCannotBeReadMarksItsSnapshot() throws IOException {
        var one = test.open();
        test.backend().failReads(name -> name.value().startsWith("manifests/"), 0, Long.MAX_VALUE);

        assertThatThrownBy(() -> read(one)).satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));

        assertThat(state()).isEqualTo("CORRUPT");
    }

    @Test
    void aManifestThatIsDeletedUnderItsReaderIsNotToldAsDamage() throws IOException {
        var one = test.open();
        test.backend().failReads(this::deletesIfManifest, 0, Long.MAX_VALUE);

        assertThatThrownBy(() -> one.openRead(snapshot)).satisfies(StoreTest.hasReason(Reason.SNAPSHOT_NOT_FOUND));

        assertThat(test.ask("SELECT count(*) FROM event WHERE kind = 'snapshot.corrupt'"))
                .isEqualTo("0");
    }

    private boolean deletesIfManifest(ObjectName name) {
        if (name.value().startsWith("manifests/")) {
            store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> {});
        }
        return false;
    }

    @Test
    void aCompactionLeavesAPackThatCannotBeReadAndGoesOn() throws IOException {
        var kept = Sample.write(test, store, pieces.subList(0, 2), snapshot);
        store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> {});
        var one = test.open();
        test.backend().failReads(name -> name.value().startsWith("packs/"), 0, 4096);

        one.survey(() -> {}).collect(HALF, () -> {});

        assertThat(test.ask("SELECT count(*) > 0 FROM segment WHERE damaged AND state = 'LIVE'"))
                .isEqualTo("t");
        assertThat(test.ask("SELECT state FROM snapshot WHERE id = '" + kept + "'"))
                .isEqualTo("CORRUPT");
    }

    @Test
    void aStoreOfWhichNothingCanBeReadIsNotTakenForDamage() throws IOException {
        var one = test.open();
        try (var session = one.openRead(snapshot)) {
            test.backend().failReads(name -> true, 0, Long.MAX_VALUE);

            assertThatThrownBy(() -> session.read(Sample.ids(pieces), (position, chunk, bytes, offset, length) -> {}))
                    .isInstanceOf(IOException.class);
        }
        assertThat(state()).isEqualTo("COMPLETED");
    }

    @Test
    void aReaderThatIsInterruptedTakesNothingForDamage() throws IOException {
        var one = test.open();
        try (var session = one.openRead(snapshot)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> session.segment(Sample.ids(pieces).getFirst()))
                    .isInstanceOf(Exception.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(test.ask("SELECT count(*) FROM segment WHERE damaged")).isEqualTo("0");
        assertThat(Files.isDirectory(test.directory())).isTrue();
    }

    private Predicate<ObjectName> pack(String kind) {
        var id = test.ask("SELECT id FROM pack WHERE kind = '" + kind + "' ORDER BY number LIMIT 1");
        return ObjectNames.pack(UUID.fromString(id))::equals;
    }

    private byte[] read(Store from) throws IOException {
        return Sample.read(from, snapshot, Sample.ids(pieces));
    }

    private String state() {
        return test.ask("SELECT state FROM snapshot WHERE id = '" + snapshot + "'");
    }
}
