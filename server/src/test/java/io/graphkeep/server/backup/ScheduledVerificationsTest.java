package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.schedule.Purpose;
import io.graphkeep.server.catalog.schedule.ScheduleMapper;
import io.graphkeep.server.catalog.schedule.ScheduleRow;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.VerifyLevel;
import io.graphkeep.v1.VerifyPolicy;
import io.graphkeep.v1.VerifySnapshotRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A graph's newest snapshot is verified when its policy says, and only then. */
class ScheduledVerificationsTest extends WithSite {
    private static final Duration WEEK = Duration.ofDays(7);

    private OffsetDateTime created;

    @BeforeEach
    void enter() {
        created = OffsetDateTime.now(clock);
    }

    @Test
    void theNewestSnapshotIsVerifiedAtThePolicysLevelByTheSchedule() throws Exception {
        follow(VerifyLevel.VERIFY_LEVEL_PRESENCE);
        site.capture(graph);
        Files.writeString(source.resolve("more"), "and more");
        clock.advance(Duration.ofHours(1));
        var newest = site.capture(graph).getSnapshotId();
        clock.advance(WEEK);

        site.parts.scheduledVerifications().startDue();
        site.parts.scheduledVerifications().startDue();

        var ended = site.ended(only().id());
        assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(ended.createdBy()).isEqualTo("schedule");
        assertThat(ended.snapshotId()).hasToString(newest);
        assertThat(VerifySnapshotRequest.parseFrom(ended.parameters()).getLevel())
                .isEqualTo(VerifyLevel.VERIFY_LEVEL_PRESENCE);
        assertThat(site.snapshot(UUID.fromString(newest)).verifiedLevel()).isEqualTo("PRESENCE");
        assertThat(row().lastOperationId()).isEqualTo(ended.id());
        assertThat(row().plannedAt()).isEqualTo(created.plus(WEEK.multipliedBy(2)));
    }

    @Test
    void threeWeeksWithoutAServerAreMadeUpForOnceAndDamageIsTold() throws Exception {
        follow(VerifyLevel.VERIFY_LEVEL_UNSPECIFIED);
        var snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
        StoredDamage.flipABitOf(site, top.resolve("home/store"), "DATA");
        clock.advance(WEEK.multipliedBy(3).plusHours(1));

        site.parts.scheduledVerifications().startDue();

        assertThat(site.ended(only().id()).state()).isEqualTo(OperationState.FAILED);
        assertThat(site.snapshot(snapshot).state()).isEqualTo("CORRUPT");
        assertThat(site.ask("SELECT details->>'runs' FROM event WHERE kind = 'schedule.missed'"))
                .isEqualTo("3");
        assertThat(site.ask("SELECT count(*) FROM event WHERE kind = 'store.damaged' AND actor = 'schedule'"))
                .isEqualTo("1");
    }

    @Test
    void aRunThatFindsNothingToVerifyIsPassedOverAndToldOnce() {
        follow(VerifyLevel.VERIFY_LEVEL_CONTENT);
        for (var i = 0; i < 3; i++) {
            clock.advance(WEEK);
            site.parts.scheduledVerifications().startDue();
        }

        assertThat(count()).isEqualTo("0");
        assertThat(row().skipped()).isEqualTo(3);
        assertThat(site.ask("SELECT count(*) FROM event WHERE kind = 'schedule.failed'"
                        + " AND details->>'reason' = 'SNAPSHOT_NOT_FOUND'"))
                .isEqualTo("1");
    }

    @Test
    void aRunThatFindsAnotherVerificationOfTheGraphRunningIsPassedOver() {
        follow(VerifyLevel.VERIFY_LEVEL_CONTENT);
        site.capture(graph);
        site.sql(
                "INSERT INTO operation (id, kind, state, graph_uid, graph_id, node, parameters, not_before, created_at,"
                        + " created_by) VALUES (gen_random_uuid(), 'VERIFY_SNAPSHOT', 'QUEUED', '" + graph
                        + "', 'books', 'elsewhere', '', now(), now(), 'tester')");
        clock.advance(WEEK);

        site.parts.scheduledVerifications().startDue();

        assertThat(count()).isEqualTo("1");
        assertThat(row().skipped()).isEqualTo(1);
    }

    @Test
    void aGraphWithoutSuchAScheduleIsNotVerifiedByItselfAndItsCapturesAreNotTouchedByOne() {
        site.capture(graph);
        site.parts.schedules().bringInStep();
        assertThat(row().plannedAt()).isNull();

        follow(VerifyLevel.VERIFY_LEVEL_CONTENT);

        assertThat(row().plannedAt()).isEqualTo(created.plus(WEEK));
        assertThat(row(Purpose.CAPTURE).plannedAt()).isEqualTo(created.plusDays(1));
    }

    private void follow(VerifyLevel level) {
        var weekly = Schedule.newBuilder().setInterval(Durations.fromMillis(WEEK.toMillis()));
        var policy = GraphPolicies.print(GraphPolicy.newBuilder()
                .setVerify(VerifyPolicy.newBuilder().setSchedule(weekly).setLevel(level))
                .build());
        site.sql("UPDATE graph SET policy = '" + policy + "'");
        site.parts.schedules().bringInStep();
    }

    private ScheduleRow row() {
        return row(Purpose.VERIFY);
    }

    private ScheduleRow row(Purpose purpose) {
        return site.database()
                .read(tx ->
                        Objects.requireNonNull(tx.mapper(ScheduleMapper.class).find(graph, purpose)));
    }

    private String count() {
        return site.ask("SELECT count(*) FROM operation WHERE kind = 'VERIFY_SNAPSHOT'");
    }

    private OperationRow only() throws InvalidProtocolBufferException {
        assertThat(count()).isEqualTo("1");
        return site.engine
                .operations()
                .get(UUID.fromString(site.ask("SELECT id FROM operation WHERE kind = 'VERIFY_SNAPSHOT'")));
    }
}
