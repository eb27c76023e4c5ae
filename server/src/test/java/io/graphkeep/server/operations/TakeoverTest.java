package io.graphkeep.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.StringValue;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose clock stands still renews its leases into the past: to the others it looks paused or dead. */
class TakeoverTest {
    private final Site site = new Site();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        goOn.countDown();
        site.close();
    }

    @Test
    void aWriterPausedPastItsLeaseChangesNothingMore() throws Exception {
        var zombie = new AtomicReference<@Nullable OperationContext>();
        var paused = site.start("a", new FakeWork("RESTORE", OnTakeover.RESUME, run -> {
            run.checkpoint(StringValue.of("half"));
            zombie.set(run);
            FakeWork.await(goOn);
            return "by the zombie";
        }));
        var asked = site.ask(paused, "RESTORE");
        var old = awaited(zombie);

        var other = site.enter(
                "b",
                new FakeWork(
                        "RESTORE",
                        OnTakeover.RESUME,
                        run -> StringValue.parseFrom(run.checkpoint().orElseThrow())
                                        .getValue() + " and whole"));
        other.clock.advance(Site.LEASE.plusSeconds(1));
        other.engine.start();
        var ended = Site.ended(other, asked.id());

        assertStale(() -> old.checkpoint(StringValue.of("too late")));
        assertStale(() -> site.test.database().inTransaction(transaction -> {
            old.fence(transaction);
            return "";
        }));
        assertStale(() -> site.test.database().inTransaction(transaction -> {
            old.snapshot(transaction, UUID.randomUUID());
            return "";
        }));
        assertStale(old::checkCancelled);
        goOn.countDown();
        idle(paused);
        var after = other.operations().get(asked.id());
        assertThat(OperationsTest.resultOf(after)).isEqualTo("half and whole");
        assertThat(after.attempt()).isEqualTo(2);
        assertThat(after.version()).isEqualTo(ended.version());
        assertThat(after.runsOn()).isEqualTo("b");
    }

    @Test
    void aLeaseThatIsRenewedIsNotTakenOver() {
        var running = new FakeWork("RESTORE", OnTakeover.RESUME, FakeWork::untilStopped);
        var alive = site.start("a", running);
        var asked = site.ask(alive, "RESTORE");
        running.awaitBegun(asked.id());
        var other = site.enter("b", new FakeWork("RESTORE", OnTakeover.RESUME, run -> ""));
        other.clock.advance(Site.LEASE.minusSeconds(1));

        other.engine.housekeeping().run();
        assertThat(other.engine.leases().claim()).isEmpty();

        var now = other.operations().get(asked.id());
        assertThat(now.state()).isEqualTo(OperationState.RUNNING);
        assertThat(now.attempt()).isEqualTo(1);
    }

    @Test
    void whatIsNotResumedFailsAndIsSettledByAnyServerWhateverTheNode() throws Exception {
        var running = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            FakeWork.await(goOn);
            return "";
        });
        var dead = site.start("a", running);
        var asked = site.ask(dead, "CAPTURE", UUID.randomUUID(), "a");
        running.awaitBegun(asked.id());

        var work = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> "");
        var other = site.enter("b", work);
        other.clock.advance(Site.LEASE.plusSeconds(1));
        other.engine.start();
        var ended = Site.ended(other, asked.id());

        assertThat(ended.state()).isEqualTo(OperationState.FAILED);
        assertThat(OperationsTest.reasonOf(ended)).isEqualTo("SERVER_RESTARTED");
        assertThat(work.settled).containsExactly(asked.id());
        assertThat(work.begun).isEmpty();
    }

    @Test
    void workThatTheDeadServerHadCommittedHasSucceeded() {
        var running = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            FakeWork.await(goOn);
            return "";
        });
        var dead = site.start("a", running);
        var asked = site.ask(dead, "CAPTURE", UUID.randomUUID(), "a");
        running.awaitBegun(asked.id());
        var work = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> "");
        work.commit("the snapshot");

        var other = site.enter("b", work);
        other.clock.advance(Site.LEASE.plusSeconds(1));
        other.engine.start();

        assertThat(Site.ended(other, asked.id()).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void aRestartOnTheSameHomeTakesOverAtOnce() {
        var home = UUID.randomUUID();
        var running = new FakeWork("RESTORE", OnTakeover.RESUME, run -> {
            FakeWork.await(goOn);
            return "";
        });
        var dead = site.start(home, "a", running);
        var asked = site.ask(dead, "RESTORE", null, "a");
        running.awaitBegun(asked.id());

        var next = site.start(home, "a", new FakeWork("RESTORE", OnTakeover.RESUME, run -> "again"));

        var ended = Site.ended(next, asked.id());
        assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(ended.attempt()).isEqualTo(2);
    }

    @Test
    void aProcessThatItsSuccessorHasEndedRenewsNothingMore() {
        var home = UUID.randomUUID();
        var running = new FakeWork("RESTORE", OnTakeover.RESUME, run -> {
            FakeWork.await(goOn);
            return "";
        });
        var dead = site.start(home, "a", running);
        var asked = site.ask(dead, "RESTORE", null, "a");
        running.awaitBegun(asked.id());
        var next = site.enter(home, "a", new FakeWork("RESTORE", OnTakeover.RESUME, run -> "again"));

        dead.engine.leases().renew();
        dead.engine.leases().renew();

        assertThat(next.engine.leases().claim())
                .hasValueSatisfying(run -> assertThat(run.id()).isEqualTo(asked.id()));
    }

    @Test
    void anOperationThatBringsServersDownIsGivenUp() throws Exception {
        var node = site.enter("a");
        var asked = site.ask(node, "RESTORE");
        for (var attempt = 1; attempt <= Handlers.MOST_ATTEMPTS; attempt++) {
            node = site.enter("a", new FakeWork("RESTORE", OnTakeover.RESUME, run -> ""));
            node.clock.advance(Site.LEASE.plusSeconds(1).multipliedBy(attempt));
            var claimed = node.engine.leases().claim().orElseThrow();
            assertThat(claimed.attempt()).isEqualTo(attempt);
        }

        var last = site.enter("a", new FakeWork("RESTORE", OnTakeover.RESUME, run -> ""));
        last.clock.advance(Site.LEASE.plusSeconds(1).multipliedBy(Handlers.MOST_ATTEMPTS + 1));
        last.engine.start();

        assertThat(OperationsTest.reasonOf(Site.ended(last, asked.id()))).isEqualTo("SERVER_RESTARTED");
    }

    @Test
    void whatNobodyHereCanRunDoesNotLookAsIfItRan() {
        var running = new FakeWork("RESTORE", OnTakeover.RESUME, run -> {
            FakeWork.await(goOn);
            return "";
        });
        var dead = site.start("a", running);
        var asked = site.ask(dead, "RESTORE", null, "a");
        running.awaitBegun(asked.id());
        var other = site.enter("b");
        other.clock.advance(Site.LEASE.multipliedBy(2).plusSeconds(1));

        other.engine.housekeeping().run();

        assertThat(other.operations().get(asked.id()).state()).isEqualTo(OperationState.QUEUED);
    }

    @Test
    void whatWaitsForANodeThatIsLostFails() throws Exception {
        var work = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> "");
        var node = site.enter("a", work);
        var asked = site.ask(node, "CAPTURE", UUID.randomUUID(), "gone");

        node.clock.advance(Housekeeping.NODE_WAIT.minusSeconds(1));
        node.engine.housekeeping().run();
        assertThat(node.operations().get(asked.id()).state()).isEqualTo(OperationState.QUEUED);

        node.clock.advance(Duration.ofSeconds(2));
        node.engine.housekeeping().run();
        assertThat(OperationsTest.reasonOf(node.operations().get(asked.id()))).isEqualTo("SOURCE_ON_OTHER_NODE");
        assertThat(work.settled).containsExactly(asked.id());
    }

    @Test
    void aGracefulStopHandsBackWhatIsResumedAndFailsTheRest() throws Exception {
        var resumed = new FakeWork("RESTORE", OnTakeover.RESUME, FakeWork::untilStopped);
        var failed = new FakeWork("CAPTURE", OnTakeover.FAIL, FakeWork::untilStopped);
        var node = site.start("a", resumed, failed);
        var restore = site.ask(node, "RESTORE");
        var capture = site.ask(node, "CAPTURE", UUID.randomUUID(), null);
        resumed.awaitBegun(restore.id());
        failed.awaitBegun(capture.id());

        node.engine.stop(Duration.ofSeconds(1));

        assertThat(node.operations().get(restore.id()).state()).isEqualTo(OperationState.QUEUED);
        assertThat(OperationsTest.reasonOf(node.operations().get(capture.id()))).isEqualTo("SERVER_RESTARTED");
        assertThat(failed.settled).containsExactly(capture.id());
        assertThat(resumed.settled).isEmpty();
        var next = site.start("b", new FakeWork("RESTORE", OnTakeover.RESUME, run -> "done"));
        assertThat(Site.ended(next, restore.id()).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void whatEndsInTimeIsAllowedToByAGracefulStop() throws Exception {
        var running = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            FakeWork.await(goOn);
            return "";
        });
        var node = site.start("a", running);
        var capture = site.ask(node, "CAPTURE", UUID.randomUUID(), null);
        running.awaitBegun(capture.id());

        var stopping = Thread.ofPlatform().start(() -> {
            try {
                node.engine.stop(Duration.ofSeconds(20));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        goOn.countDown();
        stopping.join();

        assertThat(node.operations().get(capture.id()).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    private static void assertStale(ThrowingCallable write) {
        assertThatExceptionOfType(GraphkeepException.class)
                .isThrownBy(write)
                .satisfies(stale -> assertThat(stale.reason()).isEqualTo(Reason.STALE_ATTEMPT));
    }

    private static OperationContext awaited(AtomicReference<@Nullable OperationContext> reference) {
        var deadline = System.nanoTime() + FakeWork.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var context = reference.get();
            if (context != null) {
                return context;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("The handler never began");
    }

    private static void idle(Site.Node node) {
        var deadline = System.nanoTime() + FakeWork.PATIENCE.toNanos();
        while (node.engine.running() > 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The handler never ended");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
