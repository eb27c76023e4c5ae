package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.embedded.Eventually;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A commit refers to nothing that is being deleted or gone, and revives what was condemned. */
final class CommitReferencesTest extends WithWriteSession {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
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

        Eventually.holds(() -> test.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
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

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
