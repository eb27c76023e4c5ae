package io.graphkeep.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.operation.ProgressRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelAndWatchTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Site site = new Site();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        goOn.countDown();
        site.close();
    }

    @Test
    void whatWaitsIsCancelledAtOnce() throws Exception {
        var work = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> "");
        var node = site.enter("a", work);
        var asked = site.ask(node, "CAPTURE");

        var cancelled = site.cancel(node, asked.id());

        assertThat(cancelled.state()).isEqualTo(OperationState.CANCELLED);
        assertThat(OperationsTest.reasonOf(cancelled)).isEqualTo("OPERATION_CANCELLED");
        assertThat(work.settled).containsExactly(asked.id());
        node.engine.start();
        Site.ended(node, site.ask(node, "CAPTURE").id());
        assertThat(work.begun).hasSize(1);
    }

    @Test
    void whatRunsIsAskedToStopAndDoes() {
        var work = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            FakeWork.await(goOn);
            return FakeWork.untilStopped(run);
        });
        var node = site.start("a", work);
        var asked = site.ask(node, "CAPTURE");
        work.awaitBegun(asked.id());

        assertThat(site.cancel(node, asked.id()).cancelRequested()).isTrue();
        site.cancel(node, asked.id());
        goOn.countDown();

        assertThat(Site.ended(node, asked.id()).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(work.settled).containsExactly(asked.id());
    }

    @Test
    void aServerHearsOfACancellationThatAnotherWasAskedFor() {
        var running = new FakeWork("CAPTURE", OnTakeover.FAIL, FakeWork::untilStopped);
        var node = site.start("a", running);
        var other = site.start("b");
        var asked = site.ask(node, "CAPTURE");
        running.awaitBegun(asked.id());

        site.cancel(other, asked.id());

        assertThat(Site.ended(other, asked.id()).state()).isEqualTo(OperationState.CANCELLED);
    }

    @Test
    void workThatIsDoneBeforeItHearsOfTheCancellationHasSucceeded() {
        var running = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            FakeWork.await(goOn);
            return "";
        });
        var node = site.start("a", running);
        var asked = site.ask(node, "CAPTURE");
        running.awaitBegun(asked.id());

        site.cancel(node, asked.id());
        goOn.countDown();

        assertThat(Site.ended(node, asked.id()).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void whatHasEndedCannotBeCancelled() {
        var node = site.start("a", new FakeWork("CAPTURE", OnTakeover.FAIL, run -> ""));
        var asked = site.ask(node, "CAPTURE");
        Site.ended(node, asked.id());

        assertThatExceptionOfType(GraphkeepException.class)
                .isThrownBy(() -> site.cancel(node, asked.id()))
                .satisfies(ended -> assertThat(ended.reason()).isEqualTo(Reason.OPERATION_FINISHED));
    }

    @Test
    void aCancellationThatTheDeadServerDidNotHearIsHeardByItsSuccessor() {
        var running = new FakeWork("RESTORE", OnTakeover.RESUME, run -> {
            FakeWork.await(goOn);
            return "";
        });
        var dead = site.start("a", running);
        var asked = site.ask(dead, "RESTORE");
        running.awaitBegun(asked.id());
        site.cancel(dead, asked.id());

        var work = new FakeWork("RESTORE", OnTakeover.RESUME, run -> "");
        var other = site.enter("b", work);
        other.clock.advance(Site.LEASE.plusSeconds(1));
        other.engine.start();

        assertThat(Site.ended(other, asked.id()).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(work.begun).isEmpty();
    }

    @Test
    void progressIsExactHereAndSoonThere() throws Exception {
        var node = site.start("a", new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            run.progress(10, 100, 1, 5, "reading");
            FakeWork.await(goOn);
            return "";
        }));
        var other = site.start("b");
        var asked = site.ask(node, "CAPTURE");
        var wanted = new ProgressRow(10, 100, 1, 5, "reading");

        try (var here = node.operations().watch(asked.id());
                var there = other.operations().watch(asked.id())) {
            assertThat(until(here, wanted)).isTrue();
            assertThat(until(there, wanted)).isTrue();
        }
        assertThat(node.operations().get(asked.id()).progress()).isEqualTo(wanted);
    }

    @Test
    void aWatchTellsEveryStateOnceAndEndsWithTheLast() throws Exception {
        var node = site.enter("a", new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            FakeWork.await(goOn);
            return "";
        }));
        var asked = site.ask(node, "CAPTURE");
        var states = new ArrayList<OperationState>();

        try (var watch = node.operations().watch(asked.id())) {
            states.add(watch.next(LONG).orElseThrow().state());
            assertThat(watch.next(Duration.ofMillis(50))).isEmpty();
            node.engine.start();
            states.add(watch.next(LONG).orElseThrow().state());
            goOn.countDown();
            states.add(watch.next(LONG).orElseThrow().state());
        }

        assertThat(states).containsExactly(OperationState.QUEUED, OperationState.RUNNING, OperationState.SUCCEEDED);
    }

    @Test
    void watchersAreToldThatTheServerEnds() throws Exception {
        var node = site.enter("a");
        var asked = site.ask(node, "CAPTURE");
        try (var watch = node.operations().watch(asked.id())) {
            watch.next(LONG);

            node.engine.stopWatches();

            assertThatExceptionOfType(GraphkeepException.class)
                    .isThrownBy(() -> watch.next(LONG))
                    .satisfies(stopping -> assertThat(stopping.reason()).isEqualTo(Reason.SERVER_STOPPING));
        }
    }

    @Test
    void watchesAreBoundedAndAClosedOneMakesRoom() {
        var node = site.enter("a");
        var asked = site.ask(node, "CAPTURE");
        var row = node.operations().get(asked.id());
        var board = new Board();
        var watches = new ArrayList<Watch>();
        for (var i = 0; i < Board.MOST_WATCHES; i++) {
            watches.add(board.watch(row));
        }

        assertThatExceptionOfType(GraphkeepException.class)
                .isThrownBy(() -> board.watch(row))
                .satisfies(full -> assertThat(full.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS));
        watches.getFirst().close();
        assertThat(board.watch(row)).isNotNull();
    }

    private static boolean until(Watch watch, ProgressRow wanted) throws InterruptedException {
        var deadline = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < deadline) {
            var row = watch.next(Duration.ofSeconds(1));
            if (row.isPresent() && row.get().progress().equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
