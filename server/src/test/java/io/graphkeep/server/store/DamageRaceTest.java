package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.embedded.Eventually;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is found damaged while others commit and heal: marked is what is damaged still, and nothing is built on what was. */
final class DamageRaceTest extends WithSnapshot {
    private static final long SOON_SECONDS = 30;

    /** Locks are listed for the whole cluster, and other tests' databases are copies, with the same numbers for their tables. */
    private static final String LOCKS = "SELECT count(*) FROM pg_locks WHERE relation = 'snapshot'::regclass"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> background = new CopyOnWriteArrayList<>();
    private final UUID next = UUID.fromString("01990000-0000-7000-8000-000000000001");

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** The check sees what a deletion has condemned, and goes on once a commit has revived it. */
    @Test
    void aSegmentThatIsRevivedWhileItIsCheckedMarksNoSnapshot() throws Exception {
        var release = new CountDownLatch(1);
        try (var session = write()) {
            Sample.fill(session, pieces, next);
            var watch = new FirstRead(() -> {
                store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> {});
                store.survey(() -> {}).collect(new CollectionLimits(1, 0), () -> {});
                background.add(threads.submit(() -> commit(session, release)));
                awaitWaiting(LOCKS + " AND mode = 'RowExclusiveLock'", 1);
                background.add(threads.submit(() -> holdSnapshots(new CountDownLatch(0), "SELECT 1")));
                awaitWaiting(1);
            });

            var check = threads.submit(() -> store.check().ofSnapshot(snapshot, CheckLevel.CATALOG, 1, watch));
            awaitWaiting(2);
            release.countDown();

            assertThatThrownBy(() -> done(check)).cause().satisfies(StoreTest.hasReason(Reason.SNAPSHOT_NOT_FOUND));
            for (var work : background) {
                done(work);
            }
        }
        assertThat(Sample.read(store, next, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
        assertThat(state(next)).isEqualTo("COMPLETED");
    }

    @Test
    void whatIsHealedBeforeItsSnapshotsAreMarkedMarksNone() throws Exception {
        try (var session = store.openRead(snapshot)) {
            test.damageData();
            var release = new CountDownLatch(1);
            var holding = threads.submit(() -> holdSnapshots(release, "UPDATE segment SET damaged = false"));
            awaitHeld();

            var reading = threads.submit(() -> read(session));
            awaitWaiting(1);
            assertThat(damaged()).isNotEqualTo("0");
            release.countDown();
            done(holding);

            assertThat(done(reading)).isEqualTo(Reason.SNAPSHOT_CORRUPT);
        }
        assertThat(state(snapshot)).isEqualTo("COMPLETED");
    }

    /** The list of segments of every snapshot is read for the first hit alone: the second one does not look at them. */
    @Test
    void whatIsHitAgainCostsNoFurtherPassOverTheSnapshots() throws Exception {
        test.damageData();
        try (var session = test.open().openRead(snapshot)) {
            assertThat(read(session)).isEqualTo(Reason.SNAPSHOT_CORRUPT);
            var release = new CountDownLatch(1);
            var holding = threads.submit(() -> holdSnapshots(release, "SELECT 1"));
            awaitHeld();

            var again = done(threads.submit(() -> read(session)));

            release.countDown();
            done(holding);
            assertThat(again).isEqualTo(Reason.SNAPSHOT_CORRUPT);
        }
        assertThat(state(snapshot)).isEqualTo("CORRUPT");
    }

    /** No row tells of the damage any more, and yet the block that the session remembers is damaged. */
    @Test
    void aPlaceThatWasFoundDamagedAndHealedMeanwhileIsNotCommitted() throws Exception {
        try (var session = write()) {
            for (var piece : pieces) {
                assertThat(session.descriptor(piece.segment().id())).isPresent();
            }
            test.damageData();
            var other = test.open();
            assertThatThrownBy(() -> Sample.read(other, snapshot, Sample.ids(pieces)))
                    .satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));
            var changed = damagedPiece().with(0, Sample.text(new Random(3)));
            Sample.write(test, other, pieces, null);
            assertThat(damaged()).isEqualTo("0");
            Sample.fill(session, List.of(changed), next);

            assertThatThrownBy(() -> Sample.commit(test, session, next))
                    .satisfies(StoreTest.hasReason(Reason.CONFLICT));
        }
    }

    /** All that lay in the block had been moved elsewhere, and a session remembers it still, when a check reads it. */
    @Test
    void aPlaceThatACheckFindsDamagedAfterEverythingHasMovedAwayIsNotCommitted() throws Exception {
        try (var session = write()) {
            for (var piece : pieces) {
                assertThat(session.descriptor(piece.segment().id())).isPresent();
            }
            moveAll();
            var pack = test.damageData();

            var report = test.open()
                    .check()
                    .ofStore(new CheckOrder(CheckLevel.CONTENT, 1, 1, null, 0), new FirstRead(() -> {}), soFar -> {});

            assertThat(report.damaged()).extracting(DamagedObject::name).containsExactly(pack);
            assertThat(report.corrupt()).isEmpty();
            Sample.fill(session, changed(pieces), next);

            assertThatThrownBy(() -> Sample.commit(test, session, next))
                    .satisfies(StoreTest.hasReason(Reason.CONFLICT));
        }
    }

    /** What a repair stores anew may name blocks of others, which it remembers as a capture does. */
    @Test
    void aRepairDoesNotBuildOnABlockThatIsFoundDamagedMeanwhile() throws Exception {
        var others = Sample.mixed(new Random(9), 3);
        var other = Sample.write(test, store, others, null);
        test.damageData();
        var one = test.open();
        assertThatThrownBy(() -> Sample.read(one, snapshot, Sample.ids(pieces)))
                .satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));
        var need = one.repair().look(RepairScope.of(List.of(snapshot)), true, 1, new FirstRead(() -> {}));
        assertThat(need.isEmpty()).isFalse();
        try (var session = one.openWrite(new WriteRequest(test.graph, next, null, 0, null))) {
            for (var piece : others) {
                assertThat(session.descriptor(piece.segment().id())).isPresent();
            }
            test.damage("SELECT id FROM pack WHERE kind = 'DATA' AND session_id = (SELECT session_id FROM snapshot"
                    + " WHERE id = '" + other + "') ORDER BY number LIMIT 1");
            var fresh = test.open();
            assertThatThrownBy(() -> Sample.read(fresh, other, Sample.ids(others)))
                    .satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));
            Sample.fill(session, pieces, next);
            Sample.fill(session, changed(others), next);

            assertThatThrownBy(() -> session.heal(need, tx -> {})).satisfies(StoreTest.hasReason(Reason.CONFLICT));
        }
        assertThat(state(snapshot)).isEqualTo("CORRUPT");
    }

    /** New segments with chunks that are known. */
    private static List<Sample.Piece> changed(List<Sample.Piece> pieces) {
        return pieces.stream()
                .filter(piece -> piece.segment().size() > 1)
                .map(piece -> piece.with(0, Sample.text(new Random(3))))
                .toList();
    }

    /** Gives every piece another place, and leaves nothing at the old ones. */
    private void moveAll() throws IOException {
        test.sql("UPDATE segment SET damaged = true");
        Sample.write(test, store, pieces, null);
        test.sql("UPDATE segment SET damaged = false");
    }

    private WriteSession write() throws IOException {
        var session = store.openWrite(new WriteRequest(test.graph, next, null, 0, snapshot));
        test.addSnapshot(next, test.graph, session.id());
        return session;
    }

    private CommittedSnapshot commit(WriteSession session, CountDownLatch release) throws IOException {
        var manifest = Sample.manifest(test.graph, next, Sample.tree("tree of " + next));
        return session.commit(manifest, new SnapshotTotals(false, 0, "test"), tx -> await(release));
    }

    private Reason read(ReadSession session) throws IOException {
        try {
            session.read(Sample.ids(pieces), (position, chunk, bytes, offset, length) -> {});
        } catch (GraphkeepException e) {
            return e.reason();
        }
        throw new AssertionError("It was read");
    }

    /** Keeps everyone from looking at snapshots, then changes something and lets them look. */
    private boolean holdSnapshots(CountDownLatch release, String change) {
        return test.database().inTransaction(tx -> {
            try (var sql = tx.connection().createStatement()) {
                sql.execute("LOCK TABLE snapshot IN ACCESS EXCLUSIVE MODE");
                await(release);
                return sql.execute(change);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitHeld() throws Exception {
        awaitWaiting(LOCKS + " AND granted AND mode = 'AccessExclusiveLock'", 1);
    }

    /** Until so many wait for a table. */
    private void awaitWaiting(int count) throws Exception {
        awaitWaiting(LOCKS + " AND NOT granted", count);
    }

    private void awaitWaiting(String query, int count) throws Exception {
        Eventually.holds(() -> Integer.parseInt(test.ask(query)) >= count);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T done(Future<T> work) throws Exception {
        return work.get(SOON_SECONDS, TimeUnit.SECONDS);
    }

    private String state(UUID id) {
        return test.ask("SELECT state FROM snapshot WHERE id = '" + id + "'");
    }

    private String damaged() {
        return test.ask("SELECT count(*) FROM segment WHERE damaged");
    }

    /** Does something at the first look of a check. */
    private static final class FirstRead implements CheckWatch {
        private final AtomicBoolean begun = new AtomicBoolean();
        private final Step step;

        private interface Step {
            void run() throws Exception;
        }

        private FirstRead(Step step) {
            this.step = step;
        }

        @Override
        public void expect(long objects, long bytes) {}

        @Override
        public void read(long bytes) {
            if (begun.compareAndSet(false, true)) {
                try {
                    step.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void looked(long bytes) {}
    }
}
