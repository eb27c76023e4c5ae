package io.graphkeep.server.api;

import static io.graphkeep.server.api.BackupFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.CleanupResult;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.ListOperationDetailsRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.RunCleanupRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanupCallsTest {
    @TempDir
    private Path directory;

    private BackupFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new BackupFixture(directory);
        fixture.engine.start();
        graph("books", GraphPolicy.getDefaultInstance());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatNoRuleKeepsGoesAndTheNewestIntactStays() {
        var oldest = snapshot("books", 60);
        var newest = snapshot("books", 50);
        fixture.passProtection();

        var result = cleanUp(RunCleanupRequest.getDefaultInstance());

        assertThat(result.getSnapshotsConsidered()).isEqualTo(2);
        assertThat(result.getSnapshotsRemoved()).isEqualTo(1);
        assertThat(result.getFreedBytes()).isEqualTo(4096);
        assertThat(result.getNotesList()).containsExactly("a note");
        assertThat(fixture.count("snapshot WHERE id = '" + oldest + "'")).isZero();
        assertThat(fixture.count("snapshot WHERE id = '" + newest + "'")).isOne();
        assertThat(fixture.eventsOf("SNAPSHOT_DELETED") + fixture.eventsOf("snapshot.deleted"))
                .isOne();
    }

    @Test
    void aDryRunExplainsEachDecisionAndRemovesNothing() {
        var oldest = snapshot("books", 60);
        snapshot("books", 50);
        fixture.passProtection();

        var result = cleanUp(RunCleanupRequest.newBuilder().setDryRun(true).build());

        assertThat(result.getDryRun()).isTrue();
        assertThat(result.getSnapshotsRemoved()).isEqualTo(1);
        assertThat(result.getDecisionsList())
                .filteredOn(decision -> decision.getRemoved())
                .singleElement()
                .satisfies(decision -> {
                    assertThat(decision.getSnapshotId()).isEqualTo(oldest.toString());
                    assertThat(decision.getExplanation()).isEqualTo("No rule keeps it.");
                });
        assertThat(fixture.count("snapshot")).isEqualTo(2);
        assertThat(fixture.garbage.collections).isEmpty();
    }

    @Test
    void aGraphsOwnRulesHold() {
        graph(
                "keeper",
                GraphPolicy.newBuilder()
                        .setRetention(RetentionPolicy.newBuilder().setKeepLast(2))
                        .setProtectedPeriod(Durations.fromDays(0))
                        .build());
        snapshot("keeper", 1);
        snapshot("keeper", 2);
        var third = snapshot("keeper", 3);

        var result = cleanUp(RunCleanupRequest.newBuilder().setGraphId("keeper").build());

        assertThat(result.getSnapshotsRemoved()).isEqualTo(1);
        assertThat(fixture.count("snapshot WHERE id = '" + third + "'")).isZero();
    }

    @Test
    void whatIsProtectedOrHeldStays() {
        var held = snapshot("books", 60);
        fixture.sql("UPDATE snapshot SET hold_reason = 'audit', hold_since = now(), hold_by = 'x' WHERE id = '" + held
                + "'");
        fixture.passProtection();
        snapshot("books", 50);
        snapshot("books", 40);

        assertThat(cleanUp(RunCleanupRequest.getDefaultInstance()).getSnapshotsRemoved())
                .isZero();
    }

    @Test
    void moreThanTheAllowedShareStopsBeforeTheFirstDeletionAndMayBeAllowedOnce() {
        for (var age = 40; age < 60; age++) {
            snapshot("books", age);
        }
        fixture.passProtection();

        var stopped = run(RunCleanupRequest.getDefaultInstance());

        assertThat(stopped.getState()).isEqualTo(OperationState.OPERATION_STATE_FAILED);
        assertThat(stopped.getError().getMessage()).contains("would remove 19 of 20 snapshots");
        assertThat(fixture.count("snapshot")).isEqualTo(20);
        assertThat(fixture.garbage.collections).isEmpty();

        refused(
                Reason.PERMISSION_DENIED,
                () -> fixture.operator()
                        .runCleanup(
                                RunCleanupRequest.newBuilder().setAllowShare(1).build()));
        fixture.admin()
                .runCleanup(RunCleanupRequest.newBuilder()
                        .setAllowShare(1)
                        .setWait(Durations.fromSeconds(20))
                        .build());

        assertThat(fixture.count("snapshot")).isOne();
        assertThat(fixture.garbage.collections)
                .singleElement()
                .satisfies(limits -> assertThat(limits.share()).isEqualTo(1));
    }

    @Test
    void aStoreThatIsNotWhatItShouldBeStopsRetentionBeforeTheFirstSnapshotGoes() {
        snapshot("books", 60);
        snapshot("books", 50);
        fixture.passProtection();
        fixture.garbage.refusal = new GraphkeepException(Reason.CLEANUP_REFUSED, "Objects are missing.");

        var both = run(RunCleanupRequest.getDefaultInstance());
        var retention =
                run(RunCleanupRequest.newBuilder().setRetentionOnly(true).build());

        assertThat(both.getError().getMessage()).contains("Objects are missing.");
        assertThat(retention.getError().getMessage()).contains("Objects are missing.");
        assertThat(fixture.count("snapshot")).isEqualTo(2);

        fixture.garbage.refusal = null;
        cleanUp(RunCleanupRequest.getDefaultInstance());

        assertThat(fixture.count("snapshot")).isOne();
        assertThat(fixture.garbage.surveys).hasValue(3);
    }

    @Test
    void aSnapshotThatWasFoundWholeSinceTheDecisionIsLeftForTheNextCleanup() {
        snapshot("books", 60);
        var newer = fixture.snapshot(
                "books", "CORRUPT", OffsetDateTime.now(fixture.clock).minusDays(50));
        fixture.passProtection();
        fixture.garbage.meanwhile = () -> fixture.sql(
                "UPDATE snapshot SET state = 'COMPLETED', version = version + 1 WHERE id = '" + newer + "'");

        var result = cleanUp(RunCleanupRequest.getDefaultInstance());

        assertThat(result.getSnapshotsRemoved()).isZero();
        assertThat(fixture.count("snapshot WHERE id = '" + newer + "'")).isOne();
    }

    @Test
    void aClockThatWasSetStopsRetentionUntilAnAdminTrustsItAndCollectionGoesOn() {
        snapshot("books", 60);
        snapshot("books", 50);
        fixture.clock.advance(Duration.ofDays(365));

        var stopped = run(RunCleanupRequest.getDefaultInstance());

        assertThat(stopped.getError().getMessage()).contains("clock was set by 365 days");
        assertThat(fixture.count("snapshot")).isEqualTo(2);
        assertThat(fixture.garbage.collections).hasSize(1);
        assertThat(fixture.eventsOf("cleanup.refused")).isOne();

        var trusting = RunCleanupRequest.newBuilder().setTrustClock(true).build();
        refused(Reason.PERMISSION_DENIED, () -> fixture.operator().runCleanup(trusting));
        fixture.steady.witness();
        assertThat(run(RunCleanupRequest.getDefaultInstance()).getError().getMessage())
                .contains("clock was set");
        fixture.admin()
                .runCleanup(
                        trusting.toBuilder().setWait(Durations.fromSeconds(20)).build());

        assertThat(fixture.count("snapshot")).isOne();
        assertThat(fixture.eventsOf("cleanup.allowed")).isOne();
    }

    @Test
    void sleepMovesTheClockAndAStartOfTheMachineMayTakeDaysButNotWeeks() {
        snapshot("books", 60);
        snapshot("books", 50);
        fixture.pass(Duration.ofDays(20));
        fixture.uptime.startAnew();

        assertThat(run(RunCleanupRequest.getDefaultInstance()).getError().getMessage())
                .contains("no server has run for 20 days");

        fixture.clock.advance(Duration.ofDays(-18));
        assertThat(cleanUp(RunCleanupRequest.getDefaultInstance()).getSnapshotsConsidered())
                .isEqualTo(2);
    }

    @Test
    void aCleanupIsDueOnceTheLastWholeOneIsOlderThanTheInterval() {
        cleanUp(RunCleanupRequest.getDefaultInstance());
        assertThat(startDue()).isZero();

        fixture.pass(Duration.ofHours(25));
        cleanUp(RunCleanupRequest.newBuilder().setDryRun(true).build());

        assertThat(startDue()).isOne();
    }

    @Test
    void noNumberOfPlansSinceHidesAWholeCleanup() {
        cleanUp(RunCleanupRequest.getDefaultInstance());
        var plan = RunCleanupRequest.newBuilder().setDryRun(true).build();
        fixture.sql("INSERT INTO operation (id, kind, state, parameters, not_before, created_at, created_by, ended_at)"
                + " SELECT ('ffffffff-0000-7000-8000-' || lpad(number::text, 12, '0'))::uuid, 'CLEANUP',"
                + " 'SUCCEEDED', decode('" + HexFormat.of().formatHex(plan.toByteArray())
                + "', 'hex'), ended_at, ended_at, 'olga', ended_at FROM generate_series(1, 300) AS number,"
                + " (SELECT ended_at FROM operation WHERE kind = 'CLEANUP') AS whole");

        assertThat(startDue()).isZero();
    }

    @Test
    void everyDecisionIsPagedThroughAndWhatWouldGoComesFirst() {
        for (var age = 25; age < 45; age++) {
            snapshot("books", age);
        }
        fixture.passProtection();

        var dry = run(RunCleanupRequest.newBuilder().setDryRun(true).build());

        var lines = new ArrayList<Boolean>();
        var page = ListOperationDetailsRequest.newBuilder()
                .setOperationId(dry.getOperationId())
                .setPageSize(6);
        do {
            var answer = fixture.monitoring("olga").listOperationDetails(page.build());
            answer.getDetailsList().forEach(line -> lines.add(line.getDecision().getRemoved()));
            page.setPageToken(answer.getNextPageToken());
        } while (!page.getPageToken().isEmpty());
        assertThat(lines).hasSize(20).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(lines.getFirst()).isTrue();
        assertThat(dry.getCleanup().getNotesList())
                .anySatisfy(note -> assertThat(note).contains("of 20 snapshots at once"));
    }

    @Test
    void theStoreIsTheMatterOfThoseWhoSeeAllGraphs() {
        var scoped = fixture.as(Role.OPERATOR, "sam", "books");

        refused(Reason.INVALID_ARGUMENT, () -> scoped.runCleanup(RunCleanupRequest.getDefaultInstance()));
        refused(
                Reason.INVALID_ARGUMENT,
                () -> scoped.runCleanup(
                        RunCleanupRequest.newBuilder().setGraphId("books").build()));
        refused(
                Reason.GRAPH_NOT_FOUND,
                () -> scoped.runCleanup(RunCleanupRequest.newBuilder()
                        .setGraphId("other")
                        .setRetentionOnly(true)
                        .build()));

        var ended = scoped.runCleanup(RunCleanupRequest.newBuilder()
                        .setGraphId("books")
                        .setRetentionOnly(true)
                        .setWait(Durations.fromSeconds(20))
                        .build())
                .getOperation();
        assertThat(ended.getState()).isEqualTo(OperationState.OPERATION_STATE_SUCCEEDED);
        assertThat(fixture.garbage.collections).isEmpty();
    }

    @Test
    void badSharesAndContradictionsAreRefused() {
        refused(
                Reason.INVALID_ARGUMENT,
                () -> fixture.operator()
                        .runCleanup(RunCleanupRequest.newBuilder()
                                .setAllowShare(1.5)
                                .build()));
        refused(
                Reason.INVALID_ARGUMENT,
                () -> fixture.operator()
                        .runCleanup(RunCleanupRequest.newBuilder()
                                .setCollectOnly(true)
                                .setRetentionOnly(true)
                                .build()));
    }

    private long startDue() {
        var before = fixture.count("operation WHERE kind = 'CLEANUP'");
        fixture.test.database().inTransaction(transaction -> {
            fixture.parts.cleanups().startDue(transaction, Duration.ofHours(24));
            return true;
        });
        return fixture.count("operation WHERE kind = 'CLEANUP'") - before;
    }

    private void graph(String id, GraphPolicy policy) {
        fixture.admin()
                .createGraph(CreateGraphRequest.newBuilder()
                        .setGraph(GraphCallsTest.directoryGraph(id, fixture.directory(id))
                                .setPolicy(policy))
                        .build());
    }

    private UUID snapshot(String graph, int daysOld) {
        return fixture.snapshot(
                graph, "COMPLETED", OffsetDateTime.now(fixture.clock).minusDays(daysOld));
    }

    private Operation run(RunCleanupRequest request) {
        return fixture.operator()
                .runCleanup(
                        request.toBuilder().setWait(Durations.fromSeconds(20)).build())
                .getOperation();
    }

    private CleanupResult cleanUp(RunCleanupRequest request) {
        var ended = run(request);
        assertThat(ended.getState())
                .as(ended.getError().getMessage())
                .isEqualTo(OperationState.OPERATION_STATE_SUCCEEDED);
        return ended.getCleanup();
    }
}
