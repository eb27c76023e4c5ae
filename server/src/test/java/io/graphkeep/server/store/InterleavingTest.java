package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.embedded.Eventually;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The orders of steps that the model found deadly without one of its rules, forced on sessions of a real PostgreSQL. */
final class InterleavingTest {
    private static final CollectionLimits ANY = new CollectionLimits(1, 0);
    private static final CollectionLimits COMPACTING = new CollectionLimits(1, 0, new CompactionLimits(0.3, 99));
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path home;

    private TestStore test;
    private Store store;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Sample.Piece> pieces = Sample.mixed(new Random(5), 8);

    @BeforeEach
    void open() throws IOException {
        test = new TestStore(home);
        store = test.open();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        test.close();
    }

    /** Rules remark and exclude: condemning waits for the commit, and then sees its snapshot. */
    @Test
    void condemningWaitsForACommitAndThenCountsItsSnapshot() throws Exception {
        delete(Sample.write(test, store, pieces, null));
        var commit = new HeldCommit(pieces);

        var collection = threads.submit(() -> store.survey(() -> {}).collect(ANY, () -> {}));
        awaitWaiting("advisory");
        commit.release();
        done(collection);

        requireWhole(commit.snapshot, pieces);
        store.survey(() -> {}).collect(ANY, () -> {});
        requireWhole(commit.snapshot, pieces);
    }

    /** Rules exclude and leave: a move waits for the commit that revives what the old pack holds. */
    @Test
    void aMoveWaitsForACommitThatRevivesWhatItDidNotCopy() throws Exception {
        var old = Sample.write(test, store, pieces, null);
        var kept = Sample.write(test, store, pieces.subList(0, 2), old);
        var writer = new HeldCommit(pieces.subList(2, 6), false);
        delete(old);
        store.survey(() -> {}).collect(ANY, () -> {});
        var begun = new AtomicBoolean();
        var releasing = new CountDownLatch(1);

        var collection = threads.submit(() -> store.survey(() -> {}).collect(COMPACTING, () -> {
            if (isCompacting() && begun.compareAndSet(false, true)) {
                writer.begin();
                releasing.countDown();
            }
        }));
        assertThat(releasing.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        awaitWaiting("advisory");
        writer.release();
        done(collection);
        store.survey(() -> {}).collect(ANY, () -> {});
        store.survey(() -> {}).collect(ANY, () -> {});

        requireWhole(writer.snapshot, pieces.subList(2, 6));
        requireWhole(kept, pieces.subList(0, 2));
    }

    /** Rule revive: what a look-up brought back after the sweep had chosen it stays. */
    @Test
    void aPackThatIsRevivedBetweenTheLookAndTheSweepStays() throws Exception {
        condemned();
        var steps = new AtomicInteger();
        var snapshot = new AtomicReference<UUID>();

        store.survey(() -> {}).collect(ANY, () -> {
            // The first step looks for packs to condemn, and the second begins with the first pack to be swept.
            if (steps.incrementAndGet() == 2) {
                snapshot.set(write());
            }
        });
        store.survey(() -> {}).collect(ANY, () -> {});

        requireWhole(snapshot.get(), pieces);
    }

    /** Rules row first and check: whoever looks while a pack begins to go waits, and then stores anew. */
    @Test
    void aLookUpWaitsForASweepThatHasBegunAndFindsNothing() throws Exception {
        condemned();
        var swept = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var sweep = threads.submit(() -> test.database().inTransaction(tx -> {
            try (var sql = tx.connection().createStatement()) {
                sql.execute("SELECT * FROM pack WHERE state = 'CONDEMNED' ORDER BY number FOR UPDATE");
                sql.execute("DELETE FROM segment WHERE state = 'CONDEMNED'");
                sql.execute("UPDATE pack SET state = 'DELETING' WHERE state = 'CONDEMNED'");
                swept.countDown();
                return release.await(SOON.toSeconds(), TimeUnit.SECONDS);
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        assertThat(swept.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        var writing = threads.submit((Callable<UUID>) this::write);
        awaitWaiting("transactionid");
        release.countDown();
        done(sweep);
        var snapshot = done(writing);
        store.survey(() -> {}).collect(ANY, () -> {});

        requireWhole(snapshot, pieces);
    }

    /** Rule check: a commit that refers to a pack which is going is refused, whatever the look-up found. */
    @Test
    void aCommitThatRefersToAPackThatIsGoingIsRefused() throws Exception {
        delete(Sample.write(test, store, pieces, null));
        var writer = new HeldCommit(pieces, false);
        test.sql("UPDATE segment SET state = 'CONDEMNED', condemned_epoch = 1 WHERE session_id <> '%s'"
                .formatted(writer.session.id()));
        test.sql("UPDATE pack SET state = 'DELETING', condemned_epoch = 1 WHERE state = 'LIVE'");

        writer.release();
        var refused = threads.submit(writer::commit);

        assertThat(outcome(refused)).isEqualTo(Reason.CONFLICT);
    }

    /** Rule fence: a commit and the reaper meet on the session's row, and one of them loses. */
    @Test
    void aSessionThatIsEndedWhileItsCommitWaitsCommitsNothing() throws Exception {
        var writer = new HeldCommit(pieces, false);
        var locked = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var reaper = threads.submit(() -> test.database().inTransaction(tx -> {
            try (var sql = tx.connection().createStatement()) {
                sql.execute("UPDATE session SET state = 'ABORTED' WHERE id = '" + writer.session.id() + "'");
                locked.countDown();
                return release.await(SOON.toSeconds(), TimeUnit.SECONDS);
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        assertThat(locked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        writer.release();

        var commit = threads.submit(writer::commit);
        awaitWaiting("transactionid");
        release.countDown();
        done(reaper);

        assertThat(outcome(commit)).isEqualTo(Reason.STALE_SESSION);
        assertThat(test.ask("SELECT state FROM snapshot WHERE id = '" + writer.snapshot + "'"))
                .isEqualTo("CREATING");
    }

    /** A writer that has stored everything, and whose commit stops in the midst of its transaction until it is released. */
    private final class HeldCommit {
        private final UUID snapshot = test.ids.next();
        private final WriteSession session;
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private @Nullable Future<CommittedSnapshot> committing;

        HeldCommit(List<Sample.Piece> content) throws IOException {
            this(content, true);
        }

        HeldCommit(List<Sample.Piece> content, boolean begins) throws IOException {
            session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null));
            test.addSnapshot(snapshot, test.graph, session.id());
            Sample.fill(session, content, snapshot);
            if (begins) {
                begin();
            }
        }

        void begin() {
            committing = threads.submit(this::commit);
            try {
                assertThat(inside.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        CommittedSnapshot commit() throws IOException {
            var manifest = Sample.manifest(test.graph, snapshot, Sample.tree("tree of " + snapshot));
            return session.commit(manifest, new SnapshotTotals(false, 0, "test"), tx -> {
                inside.countDown();
                try {
                    assertThat(released.await(SOON.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        /** Lets the commit go on, and waits until it has come through where it has begun. */
        void release() throws Exception {
            released.countDown();
            if (committing != null) {
                done(committing);
            }
        }
    }

    /** Content whose snapshot is gone, and which a reader kept from being swept until it was condemned. */
    private void condemned() throws IOException {
        var old = Sample.write(test, store, pieces, null);
        try (var reader = store.openRead(old)) {
            reader.renew();
            delete(old);
            store.survey(() -> {}).collect(ANY, () -> {});
        }
        assertThat(test.ask("SELECT count(*) > 0 FROM pack WHERE state = 'CONDEMNED'"))
                .isEqualTo("t");
    }

    private UUID write() {
        try {
            return Sample.write(test, store, pieces, null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isCompacting() {
        return test.ask("SELECT count(*) FROM session WHERE kind = 'COMPACT' AND state = 'OPEN'")
                .equals("1");
    }

    /** Until someone waits for a lock of this type. */
    private void awaitWaiting(String type) throws Exception {
        var waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock' AND wait_event = '" + type + "'";
        Eventually.holds(() -> !test.ask(waiting).equals("0"));
    }

    private static <T> T done(Future<T> work) throws Exception {
        return work.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static Reason outcome(Future<?> work) throws Exception {
        try {
            work.get(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GraphkeepException known) {
                return known.reason();
            }
            throw e;
        }
        throw new AssertionError("It went through");
    }

    private void delete(UUID snapshot) {
        store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> {});
    }

    private void requireWhole(UUID snapshot, List<Sample.Piece> expected) throws IOException {
        assertThat(Sample.read(store, snapshot, Sample.ids(expected))).isEqualTo(Sample.bytes(expected));
    }
}
