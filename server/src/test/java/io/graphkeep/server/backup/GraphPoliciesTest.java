package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.GraphkeepException.FieldViolation;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.CapturePolicy;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.LightRagConnection;
import io.graphkeep.v1.Quota;
import io.graphkeep.v1.ReplicationPolicy;
import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.ScheduleNever;
import io.graphkeep.v1.TargetLink;
import io.graphkeep.v1.VerifyLevel;
import io.graphkeep.v1.VerifyPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphPoliciesTest {
    @Test
    void anEmptyPolicyIsRight() {
        assertThat(fields(GraphPolicy.getDefaultInstance(), true)).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        var policy = GraphPolicy.newBuilder()
                .setRetention(RetentionPolicy.newBuilder().setKeepLast(100_001).setKeepAll(true))
                .setSchedule(Schedule.newBuilder()
                        .setInterval(Durations.fromSeconds(59))
                        .setJitter(Durations.fromDays(2)))
                .setTimeZone("Europe/Atlantis")
                .setProtectedPeriod(Durations.fromDays(3651))
                .setRpoTarget(Durations.fromSeconds(1))
                .setQuota(Quota.newBuilder().setMaxSnapshots(-1).setMaxStoredBytes(-1))
                .setCapture(CapturePolicy.newBuilder().setMaxRetries(21).setQuiesceHook("stop"))
                .build();

        assertThat(fields(policy, false))
                .contains(
                        "policy.retention",
                        "policy.retention.keep_all",
                        "policy.schedule.interval",
                        "policy.schedule.jitter",
                        "policy.time_zone",
                        "policy.protected_period",
                        "policy.rpo_target",
                        "policy.quota.max_snapshots",
                        "policy.quota.max_stored_bytes",
                        "policy.capture.max_retries",
                        "policy.capture.quiesce_hook");
    }

    @Test
    void aRetentionWithoutAnyRuleIsRefused() {
        var policy = GraphPolicy.newBuilder().setRetention(RetentionPolicy.getDefaultInstance());

        assertThat(fields(policy.build(), false)).containsExactly("policy.retention");
    }

    @Test
    void aScheduleNeedsATiming() {
        var policy = GraphPolicy.newBuilder().setSchedule(Schedule.getDefaultInstance());

        assertThat(fields(policy.build(), false)).containsExactly("policy.schedule");
    }

    @Test
    void aCronExpressionIsReadAndOneThatNeverComesRefused() {
        var nightly = GraphPolicy.newBuilder().setSchedule(Schedule.newBuilder().setCron("0 3 * * *"));
        var never = GraphPolicy.newBuilder().setSchedule(Schedule.newBuilder().setCron("0 3 30 2 *"));

        assertThat(fields(nightly.build(), false)).isEmpty();
        assertThat(GraphPolicies.violations("policy", never.build(), false))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo("policy.schedule.cron");
                    assertThat(violation.description()).contains("never comes");
                });
    }

    @Test
    void jitterIsLessThanTheTimeBetweenTwoRuns() {
        var cron = Schedule.newBuilder().setCron("0,10 * * * *");
        var interval = Schedule.newBuilder().setInterval(Durations.fromMinutes(10));

        for (var schedule : List.of(cron, interval)) {
            var right = schedule.setJitter(Durations.fromMillis(599_999)).build();
            var wrong = schedule.setJitter(Durations.fromMinutes(10)).build();
            assertThat(fields(GraphPolicy.newBuilder().setSchedule(right).build(), false))
                    .isEmpty();
            assertThat(fields(GraphPolicy.newBuilder().setSchedule(wrong).build(), false))
                    .containsExactly("policy.schedule.jitter");
        }
    }

    @Test
    void aPushedGraphIsNotCapturedByItself() {
        var daily = GraphPolicy.newBuilder().setSchedule(Schedule.newBuilder().setInterval(Durations.fromDays(1)));
        var never = GraphPolicy.newBuilder()
                .setSchedule(Schedule.newBuilder().setNever(ScheduleNever.getDefaultInstance()));

        assertThat(fields(daily.build(), true)).containsExactly("policy.schedule");
        assertThat(fields(daily.build(), false)).isEmpty();
        assertThat(fields(never.build(), true)).isEmpty();
    }

    @Test
    void whatIsNotBuiltYetIsRefusedAsSuch() {
        var asksLightRag = GraphPolicy.newBuilder()
                .setCapture(CapturePolicy.newBuilder()
                        .setLightRag(LightRagConnection.newBuilder().setUrl("http://127.0.0.1:9621")))
                .build();
        var replicates = GraphPolicy.newBuilder()
                .setReplication(ReplicationPolicy.newBuilder().addLinks(TargetLink.getDefaultInstance()))
                .build();

        var verifiesMeaning = GraphPolicy.newBuilder()
                .setVerify(VerifyPolicy.newBuilder().setLevel(VerifyLevel.VERIFY_LEVEL_SEMANTIC))
                .build();

        for (var policy : List.of(asksLightRag, replicates, verifiesMeaning)) {
            assertThatThrownBy(() -> GraphPolicies.violations("policy", policy, false))
                    .isInstanceOfSatisfying(
                            GraphkeepException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_IMPLEMENTED));
        }
    }

    @Test
    void anUnsoundDurationIsOutOfRange() {
        var policy = GraphPolicy.newBuilder()
                .setProtectedPeriod(Duration.newBuilder().setSeconds(5).setNanos(-1))
                .build();

        assertThat(fields(policy, false)).containsExactly("policy.protected_period");
    }

    @Test
    void aPolicyComesBackFromTheCatalogAsItWas() {
        var policy = GraphPolicy.newBuilder()
                .setRetention(RetentionPolicy.newBuilder().setKeepDaily(7))
                .setProtectedPeriod(Durations.fromDays(2))
                .setTimeZone("Europe/Berlin")
                .build();

        assertThat(GraphPolicies.parse(GraphPolicies.print(policy))).isEqualTo(policy);
    }

    @Test
    void theConfiguredProtectedPeriodHoldsWhereAPolicyHasNone() {
        var policies = new GraphPolicies(7);

        assertThat(policies.protectedPeriod(GraphPolicy.getDefaultInstance())).hasDays(7);
        assertThat(policies.protectedPeriod(GraphPolicy.newBuilder()
                        .setProtectedPeriod(Durations.ZERO)
                        .build()))
                .isZero();
    }

    private static List<String> fields(GraphPolicy policy, boolean pushed) {
        return GraphPolicies.violations("policy", policy, pushed).stream()
                .map(FieldViolation::field)
                .toList();
    }
}
