package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.schedule.Purpose;
import io.graphkeep.server.catalog.schedule.ScheduleMapper;
import io.graphkeep.server.catalog.schedule.ScheduleRow;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotTrigger;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScheduledCapturesTest extends WithSite {
    private static final Duration DAY = Duration.ofHours(24);

    private OffsetDateTime created;

    @BeforeEach
    void enter() {
        created = OffsetDateTime.now(clock);
        site.parts.schedules().bringInStep();
    }

    @Test
    void aDirectoryWithoutAScheduleOfItsOwnIsCapturedEveryDay() {
        assertThat(row().plannedAt()).isEqualTo(created.plus(DAY));

        site.parts.scheduledCaptures().startDue();
        assertThat(captures()).isEmpty();

        clock.advance(DAY);
        site.parts.scheduledCaptures().startDue();

        var capture = onlyCapture();
        assertThat(capture.createdBy()).isEqualTo("schedule");
        assertThat(capture.node()).isEqualTo(BackupSite.NODE);
        assertThat(BackupSite.result(site.ended(capture.id()), Snapshot.class).getTrigger())
                .isEqualTo(SnapshotTrigger.SNAPSHOT_TRIGGER_SCHEDULED);
        assertThat(row().plannedAt()).isEqualTo(created.plus(DAY.multipliedBy(2)));
        assertThat(row().lastOperationId()).isEqualTo(capture.id());
    }

    @Test
    void ofServersThatSeeTheSameRunExactlyOneStartsIt() throws Exception {
        clock.advance(DAY);
        var begin = new CountDownLatch(1);
        var tries = new ArrayList<Future<?>>();
        try (var servers = Executors.newFixedThreadPool(4)) {
            for (var i = 0; i < 4; i++) {
                tries.add(servers.submit(() -> {
                    begin.await();
                    site.parts.scheduledCaptures().startDue();
                    return null;
                }));
            }
            begin.countDown();
            for (var attempt : tries) {
                attempt.get();
            }
        }

        onlyCapture();
    }

    @Test
    void oneCaptureMakesUpForThreeRunsThatWereMissed() {
        clock.advance(DAY.multipliedBy(3).plusHours(7));
        site.parts.scheduledCaptures().startDue();
        site.parts.scheduledCaptures().startDue();

        onlyCapture();
        assertThat(row().plannedAt()).isEqualTo(created.plus(DAY.multipliedBy(4)));
        assertThat(site.ask("SELECT details->>'runs' FROM event WHERE kind = 'schedule.missed'"))
                .isEqualTo("3");
    }

    @Test
    void aRunThatFindsARestoreOverItsDirectoryWaitsForItsEnd() {
        var inPlace = RestoreSnapshotRequest.newBuilder()
                .setInPlace(RestoreInPlace.getDefaultInstance())
                .build();
        var restore = site.start("BY_HAND", graph, UUID.randomUUID(), inPlace).id();
        site.sql("UPDATE operation SET kind = 'RESTORE', state = 'RUNNING', lease_until = '2100-01-01' WHERE id = '"
                + restore + "'");
        clock.advance(DAY);
        site.parts.scheduledCaptures().startDue();
        assertThat(captures()).extracting(OperationRow::kind).containsExactly("RESTORE");

        site.sql("UPDATE operation SET state = 'FAILED', ended_at = now() WHERE id = '" + restore + "'");
        site.parts.scheduledCaptures().startDue();
        assertThat(captures()).extracting(OperationRow::kind).containsExactlyInAnyOrder("RESTORE", "CAPTURE");
    }

    @Test
    void aRunThatFindsAnotherCaptureRunningIsPassedOverAndToldOnce() {
        follow(every(Duration.ofMinutes(1)));
        site.sql(
                "INSERT INTO operation (id, kind, state, graph_uid, graph_id, node, parameters, not_before, created_at,"
                        + " created_by) VALUES (gen_random_uuid(), 'CAPTURE', 'QUEUED', '" + graph
                        + "', 'books', 'elsewhere', '', now(), now(), 'tester')");
        for (var i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(1));
            site.parts.scheduledCaptures().startDue();
        }

        onlyCapture();
        assertThat(site.ask("SELECT count(*) FROM event WHERE kind = 'schedule.failed'"))
                .isEqualTo("1");
        assertThat(row().skipped()).isEqualTo(3);
        assertThat(row().lastOperationId()).isNull();
    }

    @Test
    void aSourceThatIsGoneFailsItsCaptureAndTheNextRunComesAsPlanned() throws IOException {
        Files.move(source, top.resolve("moved"));
        clock.advance(DAY);
        site.parts.scheduledCaptures().startDue();
        site.parts.scheduledCaptures().startDue();

        var failed = site.ended(onlyCapture().id());
        assertThat(failed.state()).isEqualTo(OperationState.FAILED);
        assertThat(BackupSite.error(failed)).contains("SOURCE_NOT_FOUND");

        Files.move(top.resolve("moved"), source);
        clock.advance(DAY);
        site.parts.scheduledCaptures().startDue();

        assertThat(captures()).hasSize(2);
        assertThat(site.ended(captures().getFirst().id()).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void aScheduleThatIsChangedWhileItsRunIsDueStartsNothing() {
        clock.advance(DAY.plusMinutes(1));

        follow(every(Duration.ofHours(1)));
        site.parts.scheduledCaptures().startDue();

        assertThat(captures()).isEmpty();
        assertThat(row().plannedAt()).isEqualTo(created.plusHours(25));
    }

    @Test
    void aRunThatWasSeenBeforeTheScheduleChangedCannotBeClaimed() {
        clock.advance(DAY);
        var seen = row();
        follow(every(Duration.ofHours(1)));

        var claimed = site.database()
                .inTransaction(
                        tx -> tx.mapper(ScheduleMapper.class).claim(seen, null, null, OffsetDateTime.now(clock)));

        assertThat(claimed).isZero();
    }

    @Test
    void aPausedScheduleStartsNothingAndDoesNotCatchUp() {
        var hourly = every(Duration.ofHours(1));
        follow(hourly.toBuilder().setPaused(true).build());
        clock.advance(Duration.ofHours(5).plusMinutes(30));
        site.parts.scheduledCaptures().startDue();

        follow(hourly);
        site.parts.scheduledCaptures().startDue();

        assertThat(captures()).isEmpty();
        assertThat(row().plannedAt()).isEqualTo(created.plusHours(6));
    }

    @Test
    void aSmallStepBackOfTheClockRunsNothingTwice() {
        clock.advance(DAY);
        site.parts.scheduledCaptures().startDue();
        site.ended(onlyCapture().id());

        clock.advance(Duration.ofMinutes(-30));
        site.parts.schedules().bringInStep();
        clock.advance(Duration.ofMinutes(45));
        site.parts.scheduledCaptures().startDue();

        onlyCapture();
        assertThat(row().plannedAt()).isEqualTo(created.plus(DAY.multipliedBy(2)));
    }

    @Test
    void aClockThatWasYearsAheadDoesNotPutCapturesOffForYears() {
        clock.advance(Duration.ofDays(1000));
        site.parts.scheduledCaptures().startDue();
        site.ended(onlyCapture().id());

        clock.advance(Duration.ofDays(-1000).plusHours(1));
        site.parts.schedules().bringInStep();

        assertThat(row().plannedAt()).isEqualTo(created.plus(DAY));
    }

    @Test
    void aGraphThatIsBeingDeletedIsNotCaptured() {
        clock.advance(DAY);
        site.sql("UPDATE graph SET state = 'DELETING'");

        site.parts.scheduledCaptures().startDue();

        assertThat(captures()).isEmpty();
    }

    @Test
    void whatIsNotTheOriginIsNotCapturedByItself() {
        site.sql("UPDATE graph SET role = 'REPLICA'");

        site.parts.schedules().bringInStep();

        assertThat(row().plannedAt()).isNull();
    }

    private static Schedule every(Duration interval) {
        return Schedule.newBuilder()
                .setInterval(Durations.fromMillis(interval.toMillis()))
                .build();
    }

    private void follow(Schedule schedule) {
        var policy = GraphPolicies.print(
                GraphPolicy.newBuilder().setSchedule(schedule).build());
        site.sql("UPDATE graph SET policy = '" + policy + "'");
        site.parts.schedules().bringInStep();
    }

    private ScheduleRow row() {
        return site.database()
                .read(tx ->
                        Objects.requireNonNull(tx.mapper(ScheduleMapper.class).find(graph, Purpose.CAPTURE)));
    }

    private List<OperationRow> captures() {
        return site.database().read(tx -> tx.mapper(OperationMapper.class).list(OperationQuery.newest(10)));
    }

    private OperationRow onlyCapture() {
        assertThat(captures()).hasSize(1);
        return captures().getFirst();
    }
}
