package io.graphkeep.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.operation.ProgressRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperationsTest {
    private final Site site = new Site();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void anOperationIsRunAndItsResultKept() throws Exception {
        var work = new FakeWork(
                "VERIFY",
                OnTakeover.RESUME,
                run -> "did: " + run.parameters(StringValue.parser()).getValue());
        var node = site.start("a", work);

        var asked = site.ask(node, "VERIFY");
        var ended = Site.ended(node, asked.id());

        assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(resultOf(ended)).isEqualTo("did: what to do");
        assertThat(ended.attempt()).isEqualTo(1);
        assertThat(ended.runsOn()).isEqualTo("a");
    }

    @Test
    void whatAHandlerThrowsIsTheOperationsError() throws Exception {
        var work = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            throw new GraphkeepException(Reason.STORE_FULL, "The store has no room.");
        });
        var node = site.start("a", work);

        var ended = Site.ended(node, site.ask(node, "CAPTURE").id());

        assertThat(ended.state()).isEqualTo(OperationState.FAILED);
        assertThat(reasonOf(ended)).isEqualTo("STORE_FULL");
        assertThat(work.settled).containsExactly(ended.id());
    }

    @Test
    void anUnexpectedFailureTellsAnErrorIdAndKeepsItsTextToItself() throws Exception {
        var work = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            throw new IllegalStateException("a secret detail");
        });
        var node = site.start("a", work);

        var ended = Site.ended(node, site.ask(node, "CAPTURE").id());

        assertThat(reasonOf(ended)).isEqualTo("INTERNAL");
        assertThat(errorOf(ended).getMessage()).contains("error id").doesNotContain("secret");
    }

    @Test
    void anErrorOfTheJvmIsAnEndToo() throws Exception {
        var work = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            throw new StackOverflowError();
        });
        var node = site.start("a", work);

        var ended = Site.ended(node, site.ask(node, "CAPTURE").id());

        assertThat(reasonOf(ended)).isEqualTo("INTERNAL");
    }

    @Test
    void anEndedOperationShowsAllOfItsProgress() {
        var node = site.start("a", new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            run.progress(100, 100, 5, 5, "committing");
            return "done";
        }));

        var ended = Site.ended(node, site.ask(node, "CAPTURE").id());

        assertThat(ended.progress()).isEqualTo(new ProgressRow(100, 100, 5, 5, "committing"));
    }

    static Stream<RuntimeException> failuresOfSettling() {
        return Stream.of(
                new IllegalStateException("The handler cannot settle"),
                new GraphkeepException(Reason.STORE_UNAVAILABLE, "The store cannot be reached."));
    }

    @ParameterizedTest
    @MethodSource("failuresOfSettling")
    void anOperationEndsEvenIfItsHandlerCannotSettleIt(RuntimeException failure) throws Exception {
        var work = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            throw new GraphkeepException(Reason.STORE_FULL, "The store has no room.");
        });
        work.breakSettling(failure);
        var node = site.start("a", work);

        var ended = Site.ended(node, site.ask(node, "CAPTURE").id());

        assertThat(reasonOf(ended)).isEqualTo("STORE_FULL");
    }

    @Test
    void workThatWasCommittedBeforeItFailedHasSucceeded() throws Exception {
        var work = new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            throw new GraphkeepException(Reason.STORE_UNAVAILABLE, "The last record could not be put.");
        });
        work.commit("the snapshot");
        var node = site.start("a", work);

        var ended = Site.ended(node, site.ask(node, "CAPTURE").id());

        assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(resultOf(ended)).isEqualTo("the snapshot");
        assertThat(work.settled).isEmpty();
    }

    @Test
    void twoServersShareTheQueueAndNoneRunsWhatTheOtherRuns() {
        var runs = new ConcurrentHashMap<UUID, AtomicInteger>();
        FakeWork.Body count = run -> {
            runs.computeIfAbsent(run.id(), id -> new AtomicInteger()).incrementAndGet();
            return "";
        };
        var a = site.start("a", new FakeWork("VERIFY", OnTakeover.RESUME, count));
        site.start("b", new FakeWork("VERIFY", OnTakeover.RESUME, count));

        var ids =
                IntStream.range(0, 40).mapToObj(i -> site.ask(a, "VERIFY").id()).toList();

        assertThat(ids).allSatisfy(id -> assertThat(Site.ended(a, id).state()).isEqualTo(OperationState.SUCCEEDED));
        assertThat(runs.values())
                .hasSize(40)
                .allSatisfy(times -> assertThat(times).hasValue(1));
    }

    @Test
    void noMoreRunAtOnceThanThereAreWorkers() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var work = new FakeWork("VERIFY", OnTakeover.RESUME, run -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            LockSupport.parkNanos(20_000_000);
            now.decrementAndGet();
            return "";
        });
        var node = site.start("a", work);

        var ids = IntStream.range(0, 8)
                .mapToObj(i -> site.ask(node, "VERIFY").id())
                .toList();

        assertThat(ids).allSatisfy(id -> Site.ended(node, id));
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void whatIsBoundToANodeWaitsForIt() {
        var here = new FakeWork("VERIFY", OnTakeover.RESUME, run -> "here");
        var there = new FakeWork("VERIFY", OnTakeover.RESUME, run -> "there");
        var a = site.start("a", here);
        var asked = site.ask(a, "VERIFY", null, "b");
        Site.ended(a, site.ask(a, "VERIFY").id());
        assertThat(a.operations().get(asked.id()).state()).isEqualTo(OperationState.QUEUED);

        site.start("b", there);

        assertThat(Site.ended(a, asked.id()).runsOn()).isEqualTo("b");
    }

    @Test
    void aGraphIsCapturedOnceAtATime() throws Exception {
        var done = new CountDownLatch(1);
        var node = site.start("a", new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            FakeWork.await(done);
            return "";
        }));
        var graph = UUID.randomUUID();
        var first = site.ask(node, "CAPTURE", graph, null);

        assertThatExceptionOfType(GraphkeepException.class)
                .isThrownBy(() -> site.ask(node, "CAPTURE", graph, null))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.CAPTURE_RUNNING))
                .satisfies(refused -> assertThat(refused.metadata())
                        .containsEntry("operation_id", first.id().toString()));

        site.ask(node, "CAPTURE", UUID.randomUUID(), null);
        done.countDown();
        Site.ended(node, first.id());
        assertThat(site.ask(node, "CAPTURE", graph, null).state()).isEqualTo(OperationState.QUEUED);
    }

    @Test
    void ofManyWhoAskAtOnceForACaptureOneGetsIt() throws Exception {
        var node = site.enter("a");
        var graph = UUID.randomUUID();
        var started = new AtomicInteger();
        var refused = new AtomicInteger();
        var threads = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    try {
                        site.ask(node, "CAPTURE", graph, null);
                        started.incrementAndGet();
                    } catch (GraphkeepException running) {
                        assertThat(running.reason()).isEqualTo(Reason.CAPTURE_RUNNING);
                        refused.incrementAndGet();
                    }
                }))
                .toList();

        for (var thread : threads) {
            thread.join();
        }

        assertThat(started).hasValue(1);
        assertThat(refused).hasValue(7);
    }

    @Test
    void whatIsRolledBackIsNeverRun() {
        var work = new FakeWork("VERIFY", OnTakeover.RESUME, run -> "");
        var node = site.start("a", work);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> site.test.database().inTransaction(transaction -> {
                    node.operations()
                            .start(
                                    transaction,
                                    new NewOperation("VERIFY", null, null, null, null, Site.parameters(), "tester"));
                    throw new IllegalStateException("and then it failed");
                }));
        Site.ended(node, site.ask(node, "VERIFY").id());

        assertThat(work.begun).hasSize(1);
    }

    @Test
    void aListIsPagedNewestFirstAndKeptToTheScope() {
        var node = site.enter("a");
        var ids = IntStream.range(0, 5)
                .mapToObj(i -> site.ask(node, "VERIFY", UUID.randomUUID(), null).id())
                .toList();
        var all = new OperationQuery(
                List.of("VERIFY"),
                List.of(OperationState.QUEUED),
                List.of(),
                List.of("boo*"),
                null,
                null,
                null,
                null,
                3);
        var first = node.operations().list(all);
        var rest = node.operations()
                .list(new OperationQuery(
                        List.of(),
                        List.of(),
                        List.of("books"),
                        List.of("books"),
                        null,
                        null,
                        null,
                        first.getLast().id(),
                        3));
        var foreign = node.operations()
                .list(new OperationQuery(
                        List.of(), List.of(), List.of(), List.of("other", "else*"), null, null, null, null, 3));

        assertThat(first).extracting(OperationRow::id).containsExactly(ids.get(4), ids.get(3), ids.get(2));
        assertThat(rest).extracting(OperationRow::id).containsExactly(ids.get(1), ids.get(0));
        assertThat(foreign).isEmpty();
    }

    @Test
    void anIdThatIsNotThereIsNotFound() {
        var node = site.enter("a");

        assertThatExceptionOfType(GraphkeepException.class)
                .isThrownBy(() -> node.operations().get(UUID.randomUUID()))
                .satisfies(unknown -> assertThat(unknown.reason()).isEqualTo(Reason.OPERATION_NOT_FOUND));
    }

    @Test
    void operationsAreForgottenThirtyDaysAfterTheirEnd() {
        var node = site.start("a", new FakeWork("VERIFY", OnTakeover.RESUME, run -> ""));
        var ended = Site.ended(node, site.ask(node, "VERIFY").id());
        var housekeeping = node.engine.housekeeping();

        node.clock.advance(Duration.ofDays(30).minusSeconds(1));
        housekeeping.run();
        assertThat(found(ended.id())).isTrue();

        node.clock.advance(Duration.ofSeconds(2));
        housekeeping.run();
        assertThat(found(ended.id())).isFalse();
    }

    private boolean found(UUID id) {
        return site.test.database().read(tx -> tx.mapper(OperationMapper.class).find(id)) != null;
    }

    static String resultOf(OperationRow row) throws InvalidProtocolBufferException {
        return Any.parseFrom(Objects.requireNonNull(row.result()))
                .unpack(StringValue.class)
                .getValue();
    }

    static Status errorOf(OperationRow row) throws InvalidProtocolBufferException {
        return Status.parseFrom(Objects.requireNonNull(row.error()));
    }

    static String reasonOf(OperationRow row) throws InvalidProtocolBufferException {
        return errorOf(row).getDetails(0).unpack(ErrorInfo.class).getReason();
    }
}
