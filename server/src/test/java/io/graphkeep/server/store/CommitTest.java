package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot is visible whole or not at all, whenever its writer stops, and a writer whose time is over changes nothing. */
final class CommitTest {
    @TempDir
    private Path home;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private TestStore test;
    private Store store;
    private final List<Sample.Piece> pieces = Sample.mixed(new Random(1), 12);
    private UUID snapshot;
    private WriteSession session;

    @BeforeEach
    void open() throws IOException {
        test = new TestStore(home);
        store = test.open();
        snapshot = test.ids.next();
        session = write(snapshot, null);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        test.close();
    }

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
    void aCondemnedSegmentIsRevivedByTheLookUpAndItsPacksToo() throws IOException {
        commit();
        condemnAll();

        var next = write(test.ids.next(), null);

        assertThat(test.ask("SELECT count(*) FROM segment WHERE state = 'CONDEMNED' AND id IN (SELECT id FROM segment"
                        + " WHERE bytes > 100)"))
                .isEqualTo("0");
        assertThat(test.ask("SELECT count(*) FROM pack WHERE state = 'CONDEMNED'"))
                .isEqualTo("0");
        next.close();
    }

    @Test
    void aCommitRevivesWhatWasCondemnedAfterItsLookUp() throws IOException {
        commit();
        var second = test.ids.next();
        var next = write(second, null);
        condemnAll();

        Sample.commit(test, next, second);

        assertThat(test.ask("SELECT count(*) FROM pack WHERE state <> 'LIVE'")).isEqualTo("0");
        assertThat(Sample.read(store, second, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void aCommitIsRefusedWhenWhatItRefersToIsBeingDeleted() throws IOException {
        commit();
        var second = test.ids.next();
        var next = write(second, null);
        test.sql("UPDATE pack SET state = 'DELETING' WHERE kind = 'DATA'");

        assertThatThrownBy(() -> Sample.commit(test, next, second)).satisfies(StoreTest.hasReason(Reason.CONFLICT));
        assertThat(state(second)).isEqualTo("CREATING");
    }

    @Test
    void aCommitIsRefusedWhenASegmentThatItRefersToIsGone() throws IOException {
        commit();
        var second = test.ids.next();
        var next = write(second, null);
        test.sql("DELETE FROM segment WHERE number = (SELECT min(number) FROM segment)");

        assertThatThrownBy(() -> Sample.commit(test, next, second)).satisfies(StoreTest.hasReason(Reason.CONFLICT));
    }

    @Test
    void wholeSegmentsOfAParentThatIsGoingAreCheckedAfterAll() throws IOException {
        commit();
        var second = test.ids.next();
        var next = write(second, snapshot);
        test.sql("UPDATE snapshot SET state = 'DELETING' WHERE id = '" + snapshot + "'");
        test.sql("UPDATE pack SET state = 'DELETING' WHERE kind = 'DATA'");

        assertThatThrownBy(() -> Sample.commit(test, next, second)).satisfies(StoreTest.hasReason(Reason.CONFLICT));
    }

    @Test
    void thePacksOfChunksThatWereFoundAreCheckedUnderAParentToo() throws IOException {
        commit();
        var second = test.ids.next();
        var next = store.openWrite(new WriteRequest(test.graph, second, null, 0, snapshot));
        test.addSnapshot(second, test.graph, next.id());
        var old = pieces.get(0);
        assertThat(next.descriptor(old.segment().id())).isPresent();
        var chunks = new ArrayList<>(old.chunks());
        chunks.add(Sample.text(new Random(5)));
        var changed = Sample.of(old.segment().kind(0), chunks);
        Sample.fill(next, List.of(changed), second);
        test.sql("UPDATE pack SET state = 'DELETING' WHERE kind = 'DATA' AND session_id = '" + session.id() + "'");

        assertThatThrownBy(() -> Sample.commit(test, next, second)).satisfies(StoreTest.hasReason(Reason.CONFLICT));
    }

    @Test
    void aCommitWaitsForWhoHoldsTheCommitLockAlone() throws Exception {
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var collector = CompletableFuture.runAsync(
                () -> test.database().inTransaction(tx -> {
                    tx.mapper(InstanceMapper.class).lockCommitsAlone();
                    held.countDown();
                    return await(release);
                }),
                threads);
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        var order = new AtomicInteger();
        var committed = CompletableFuture.supplyAsync(
                () -> {
                    commitUnchecked();
                    return order.incrementAndGet();
                },
                threads);

        awaitTrue(() -> test.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                .equals("1"));
        assertThat(order.incrementAndGet()).isEqualTo(1);
        release.countDown();

        assertThat(committed.get(20, TimeUnit.SECONDS)).isEqualTo(2);
        collector.get(20, TimeUnit.SECONDS);
        assertThat(state()).isEqualTo("COMPLETED");
    }

    @Test
    void aDamagedSegmentIsNoHitAndIsStoredAnew() throws IOException {
        commit();
        test.sql("UPDATE segment SET damaged = true");
        var second = test.ids.next();
        var next = write(second, snapshot);

        assertThat(next.newBytes()).isGreaterThan(pieces.get(0).segment().bytes());
        Sample.commit(test, next, second);
        assertThat(Sample.read(store, second, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
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

    private WriteSession write(UUID id, @Nullable UUID parent) throws IOException {
        var made = store.openWrite(new WriteRequest(test.graph, id, null, 0, parent));
        test.addSnapshot(id, test.graph, made.id());
        Sample.fill(made, pieces, id);
        return made;
    }

    private void commit() throws IOException {
        Sample.commit(test, session, snapshot);
    }

    private void commitUnchecked() {
        try {
            commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void condemnAll() {
        test.sql("UPDATE segment SET state = 'CONDEMNED', condemned_epoch = 1");
        test.sql("UPDATE pack SET state = 'CONDEMNED', condemned_epoch = 1 WHERE state = 'LIVE'");
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

    private String state() {
        return state(snapshot);
    }

    private String state(UUID id) {
        return test.ask("SELECT state FROM snapshot WHERE id = '" + id + "'");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitTrue(BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("waited too long").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
