package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.errors.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A deletion ends, wherever it was interrupted, and takes nothing that someone needs. */
final class DeletionTest extends WithSnapshot {
    @Test
    void aDeletedSnapshotIsGoneWithItsManifestAndLeavesARecord() throws IOException {
        store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> {});

        assertThat(test.ask("SELECT count(*) FROM snapshot")).isEqualTo("0");
        assertThat(manifest()).doesNotExist();
        assertThat(lastRecord().getDeletion().getSnapshotId()).isEqualTo(snapshot.toString());
        assertThat(lastRecord().getDeletion().getDeletedBy()).isEqualTo("ann");
        assertThatThrownBy(() -> store.openRead(snapshot)).satisfies(StoreTest.hasReason(Reason.SNAPSHOT_NOT_FOUND));
    }

    @Test
    void whatTheCheckRefusesIsNotDeleted() throws IOException {
        assertThatThrownBy(() -> store.deleteSnapshot(
                        snapshot,
                        "ann",
                        tx -> {
                            throw new IllegalStateException("held");
                        },
                        tx -> {}))
                .hasMessage("held");

        assertThat(Sample.read(store, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void aDeletionThatWasInterruptedBeforeTheManifestWentIsFinishedWhenItIsAskedForAgain() throws IOException {
        test.backend().failBeforeDelete("manifests/");
        assertThatThrownBy(() -> store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> {}))
                .satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));
        assertThatThrownBy(() -> store.openRead(snapshot)).satisfies(StoreTest.hasReason(Reason.SNAPSHOT_NOT_READY));

        test.open().deleteSnapshot(snapshot, "server", tx -> {}, tx -> {});

        assertThat(test.ask("SELECT count(*) FROM snapshot")).isEqualTo("0");
        assertThat(manifest()).doesNotExist();
        assertThat(lastRecord().getDeletion().getDeletedBy()).isEqualTo("ann");
    }

    @Test
    void whatIsGoneIsDeletedOnce() {
        var ends = new AtomicInteger();
        for (var i = 0; i < 3; i++) {
            store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> ends.incrementAndGet());
        }

        assertThat(ends).hasValue(1);
    }

    @Test
    void aDeletionThatWasInterruptedBeforeItsRecordWasPutIsFinishedWhenItIsAskedForAgain() throws IOException {
        test.backend().failBeforePut("state/");
        assertThatThrownBy(() -> store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> {}))
                .satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));
        assertThat(manifest()).exists();

        test.open().deleteSnapshot(snapshot, "server", tx -> {}, tx -> {});

        assertThat(test.ask("SELECT count(*) FROM snapshot")).isEqualTo("0");
        assertThat(lastRecord().getDeletion().getSnapshotId()).isEqualTo(snapshot.toString());
    }

    @Test
    void aSnapshotThatIsGoingIsNoParent() throws IOException {
        test.sql("UPDATE snapshot SET state = 'DELETING'");

        var parent = Parent.load(test.database(), snapshot, test.graph);

        assertThat(parent.id()).isNull();
    }

    @Test
    void whoReadsItMeanwhileReadsItToTheEnd() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var session = store.openRead(snapshot)) {
            store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> {});
            session.read(
                    Sample.ids(pieces), (position, chunk, bytes, offset, length) -> out.write(bytes, offset, length));
        }
        assertThat(out.toByteArray()).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void aSnapshotThatIsBeingMadeIsNotDeleted() throws IOException {
        var making = test.ids.next();
        try (var session = store.openWrite(new WriteRequest(test.graph, making, null, 0, null))) {
            test.addSnapshot(making, test.graph, session.id());
            assertThatThrownBy(() -> store.deleteSnapshot(making, "ann", tx -> {}, tx -> {}))
                    .satisfies(StoreTest.hasReason(Reason.SNAPSHOT_NOT_READY));
        }
    }

    private Path manifest() {
        return test.directory().resolve("manifests/" + test.graph + "/" + snapshot);
    }

    private StateRecord lastRecord() throws IOException {
        var number = Long.parseLong(test.ask("SELECT max(number) FROM state_record"));
        var master = test.keyFile().read().orElseThrow();
        var key = new WrappedKeys(test.backend()).read(master);
        assertThat(Files.exists(test.directory().resolve("state/" + number))).isTrue();
        return StateRecord.parseFrom(SealedObject.read(test.backend(), key.cipher(ObjectNames.state(number))));
    }
}
