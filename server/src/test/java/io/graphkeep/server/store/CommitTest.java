package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A snapshot is visible whole or not at all, whenever its writer stops, and a writer whose time is over changes nothing. */
final class CommitTest extends WithWriteSession {
    @Test
    void aCrashBeforeAPackIsPutLeavesNothingVisible() throws IOException {
        test.backend().failBeforePut("packs/");
        assertThatThrownBy(this::commit).satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));
        requireNothingVisible();
    }

    @Test
    void aCrashAfterAPackIsPutLeavesNothingVisible() throws IOException {
        test.backend().failAfterPut("packs/");
        assertThatThrownBy(this::commit).satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));
        requireNothingVisible();
        assertThat(store.status().orphanPacks()).isPositive();
    }

    @Test
    void aCrashBeforeTheManifestIsPutLeavesNothingVisible() throws IOException {
        test.backend().failBeforePut("manifests/");
        assertThatThrownBy(this::commit).isInstanceOf(IOException.class);
        requireNothingVisible();
    }

    @Test
    void aCrashAfterTheManifestIsPutLeavesNothingVisible() throws IOException {
        test.backend().failAfterPut("manifests/");
        assertThatThrownBy(this::commit).isInstanceOf(IOException.class);
        requireNothingVisible();
    }

    @Test
    void aFailureInsideTheCommitLeavesNothingVisible() throws IOException {
        var manifest = Sample.manifest(test.graph, snapshot, Sample.tree("tree of " + snapshot));
        assertThatThrownBy(() -> session.commit(manifest, new SnapshotTotals(false, 0, "test"), tx -> {
                    throw new IllegalStateException("the attempt is not ours any more");
                }))
                .hasMessage("the attempt is not ours any more");
        requireNothingVisible();
        assertThat(test.ask("SELECT count(*) FROM state_record")).isEqualTo("0");
    }

    @Test
    void aManifestThatNoSnapshotHasIsCounted() throws IOException {
        test.backend().failAfterPut("manifests/");
        assertThatThrownBy(this::commit).isInstanceOf(IOException.class);
        test.sql("DELETE FROM snapshot");

        store.surveyManifests();

        assertThat(store.status().orphanManifests()).isEqualTo(1);
    }

    @Test
    void whatLiesAmongTheManifestsUnderAnotherNameIsCounted() throws IOException {
        commit();
        var stray = Files.createDirectories(test.directory().resolve("manifests/x"));
        Files.writeString(stray.resolve("copy"), "stray");

        store.surveyManifests();

        assertThat(store.status().orphanManifests()).isEqualTo(1);
    }

    @Test
    void aCrashAfterTheCommitKeepsTheSnapshotAndTheNextStartPutsItsRecord() throws IOException {
        test.backend().failBeforePut("state/");
        assertThatThrownBy(this::commit).satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));

        var restarted = test.open();

        assertThat(Sample.read(restarted, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
        assertThat(restarted.status().pendingRecords()).isZero();
        assertThat(test.directory().resolve("state/" + test.ask("SELECT max(number) FROM state_record")))
                .exists();
    }

    @Test
    void aCrashAfterARecordIsPutAndBeforeThatIsNotedPutsTheSameRecordAgain() throws IOException {
        test.backend().failAfterPut("state/");
        assertThatThrownBy(this::commit).satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));

        assertThat(test.open().status().pendingRecords()).isZero();
    }

    @Test
    void whatAnAbortedSessionHasStagedIsNeverAHit() throws IOException {
        test.backend().failAfterPut("manifests/");
        assertThatThrownBy(this::commit).isInstanceOf(IOException.class);
        session.close();

        var restarted = test.open();
        var next = restarted.openWrite(new WriteRequest(test.graph, test.ids.next(), null, 0, null));

        assertThat(next.take(Sample.ids(pieces))).isEmpty();
    }

    @Test
    void aWriterWhoseLeaseRanOutCannotCommit() {
        test.clock.advance(Duration.ofMinutes(2));
        assertThat(store.sessions().reap()).isEqualTo(1);

        assertThatThrownBy(this::commit).satisfies(StoreTest.hasReason(Reason.STALE_SESSION));
        assertThat(test.ask("SELECT state FROM session WHERE id = '" + session.id() + "'"))
                .isEqualTo("ABORTED");
        requireNotVisible();
    }

    @Test
    void aWriterPausedPastItsLeaseCannotRenewOrAnnounceAPack() throws IOException {
        test.clock.advance(Duration.ofMinutes(2));
        store.sessions().reap();

        assertThatThrownBy(session::renew).satisfies(StoreTest.hasReason(Reason.STALE_SESSION));
        assertThatThrownBy(() -> {
                    for (var i = 0; i < 200; i++) {
                        var piece = Sample.binary(new Random(i), 16);
                        session.add(List.of(new NewSegment(piece.segment(), piece.bytes())), Neighbours.NONE);
                    }
                })
                .satisfies(StoreTest.hasReason(Reason.STALE_SESSION));
    }

    @Test
    void aWriterThatRenewsOutlivesTheReaper() throws IOException {
        for (var i = 0; i < 5; i++) {
            test.clock.advance(Duration.ofSeconds(40));
            store.sessions().renewAll();
            assertThat(store.sessions().reap()).isZero();
        }
        commit();
        assertThat(state()).isEqualTo("COMPLETED");
    }

    @Test
    void recordsThatAnOutageHeldUpArePutLater() throws IOException {
        test.backend().failBeforePut("state/");
        assertThatThrownBy(this::commit).satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));
        test.backend().failBeforePut("nothing");

        store.records().putPending();

        assertThat(store.status().pendingRecords()).isZero();
    }

    @Test
    void aSnapshotThatIsNotBeingMadeByThisSessionIsNotCommitted() throws IOException {
        var other = store.openWrite(new WriteRequest(test.graph, test.ids.next(), null, 0, null));
        test.sql("UPDATE snapshot SET session_id = '" + other.id() + "'");

        assertThatThrownBy(this::commit).satisfies(StoreTest.hasReason(Reason.STALE_SESSION));
        requireNotVisible();
    }

    @Test
    void theNextStartEndsTheCapturesOfItsDeadPredecessorAtOnceAndLetsPushesLive() throws IOException {
        var operation = test.ids.next();
        var capture = store.openWrite(new WriteRequest(test.graph, test.ids.next(), operation, 1, null));

        test.open();

        assertThat(test.ask("SELECT state FROM session WHERE id = '" + capture.id() + "'"))
                .isEqualTo("ABORTED");
        assertThat(test.ask("SELECT state FROM session WHERE id = '" + session.id() + "'"))
                .isEqualTo("OPEN");
    }

    private void requireNothingVisible() throws IOException {
        session.close();
        requireNotVisible();
        var restarted = test.open();
        assertThatThrownBy(() -> restarted.openRead(snapshot))
                .satisfies(StoreTest.hasReason(Reason.SNAPSHOT_NOT_READY));
        assertThat(test.ask("SELECT count(*) FROM pack WHERE state = 'LIVE'")).isEqualTo("0");
    }

    private void requireNotVisible() {
        assertThat(state()).isEqualTo("CREATING");
    }
}
