package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateGraphResponse;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.GetGraphResponse;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.GraphSummary;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.UpdateGraphRequest;
import io.graphkeep.v1.UpdateGraphResponse;
import io.graphkeep.v1.VerifyLevel;
import io.graphkeep.v1.VerifyPolicy;
import org.junit.jupiter.api.Test;

/** Schedules as people say and see them. */
class ScheduleCommandsTest extends WithAnsweringServer {
    private static final Schedule NIGHTLY = Schedule.newBuilder()
            .setCron("30 2 * * *")
            .setJitter(Durations.fromMinutes(10))
            .build();

    @Test
    void aGraphIsAddedWithItsSchedule() {
        server.answers(
                "CreateGraph",
                CreateGraphResponse.newBuilder()
                        .setGraph(graph(GraphPolicy.getDefaultInstance()))
                        .build());

        var run = server.run(
                "graph",
                "add",
                "books",
                "--path",
                "/srv/books",
                "--cron",
                "30 2 * * *",
                "--jitter",
                "10m",
                "--time-zone",
                "Europe/Berlin");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(server.request(CreateGraphRequest.class).getGraph().getPolicy())
                .isEqualTo(GraphPolicy.newBuilder()
                        .setSchedule(NIGHTLY)
                        .setTimeZone("Europe/Berlin")
                        .build());
        assertThat(run.out()).contains("captured by itself, the first time 2026-");
    }

    @Test
    void anotherTimingKeepsTheJitter() {
        present(GraphPolicy.newBuilder().setSchedule(NIGHTLY).build());

        var run = server.run("graph", "update", "books", "--every", "6h");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var request = server.request(UpdateGraphRequest.class);
        assertThat(request.getUpdateMask().getPathsList()).containsExactly("policy.schedule");
        assertThat(request.getGraph().getPolicy().getSchedule())
                .isEqualTo(Schedule.newBuilder()
                        .setInterval(Durations.fromHours(6))
                        .setJitter(Durations.fromMinutes(10))
                        .build());
    }

    @Test
    void aGraphCanDoWithoutAScheduleAndGoBackToTheServersOwn() {
        present(GraphPolicy.newBuilder().setSchedule(NIGHTLY).build());
        present(GraphPolicy.newBuilder().setSchedule(NIGHTLY).build());

        server.run("graph", "update", "books", "--no-schedule");
        var never = server.request(UpdateGraphRequest.class);
        server.run("graph", "update", "books", "--default-schedule");
        var byDefault = server.request(UpdateGraphRequest.class);

        assertThat(never.getGraph().getPolicy().getSchedule().hasNever()).isTrue();
        assertThat(never.getGraph().getPolicy().getSchedule().hasJitter()).isFalse();
        assertThat(byDefault.getUpdateMask().getPathsList()).containsExactly("policy.schedule");
        assertThat(byDefault.getGraph().getPolicy().hasSchedule()).isFalse();
    }

    @Test
    void aScheduleIsPausedAndResumedAndLosesNothing() {
        var paused = NIGHTLY.toBuilder().setPaused(true).build();
        present(GraphPolicy.newBuilder().setSchedule(NIGHTLY).build());
        present(GraphPolicy.newBuilder().setSchedule(paused).build());
        present(GraphPolicy.newBuilder().setSchedule(paused).build());

        server.run("graph", "update", "books", "--pause");
        var stopped = server.request(UpdateGraphRequest.class);
        server.run("graph", "update", "books", "--cron", "30 3 * * *");
        var changed = server.request(UpdateGraphRequest.class);
        var run = server.run("graph", "update", "books", "--resume");
        var resumed = server.request(UpdateGraphRequest.class);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("up to 10m later, paused");
        assertThat(stopped.getUpdateMask().getPathsList()).containsExactly("policy.schedule");
        assertThat(stopped.getGraph().getPolicy().getSchedule()).isEqualTo(paused);
        assertThat(changed.getGraph().getPolicy().getSchedule())
                .isEqualTo(paused.toBuilder().setCron("30 3 * * *").build());
        assertThat(resumed.getGraph().getPolicy().getSchedule()).isEqualTo(NIGHTLY);
    }

    @Test
    void theServersOwnIntervalCannotBePausedAndTheAnswerSaysWhatCan() {
        present(GraphPolicy.getDefaultInstance());

        var run = server.run("graph", "update", "books", "--pause");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("schedule of the graph's own").contains("--no-schedule");
    }

    @Test
    void verificationsAreScheduledWithTheirLevelAndShown() {
        present(GraphPolicy.newBuilder()
                .setVerify(VerifyPolicy.newBuilder()
                        .setLevel(VerifyLevel.VERIFY_LEVEL_PRESENCE)
                        .setSchedule(NIGHTLY))
                .build());

        var run = server.run("graph", "update", "books", "--verify-every", "7d");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var request = server.request(UpdateGraphRequest.class);
        assertThat(request.getUpdateMask().getPathsList()).containsExactly("policy.verify");
        assertThat(request.getGraph().getPolicy().getVerify())
                .isEqualTo(VerifyPolicy.newBuilder()
                        .setLevel(VerifyLevel.VERIFY_LEVEL_PRESENCE)
                        .setSchedule(Schedule.newBuilder()
                                .setInterval(Durations.fromDays(7))
                                .setJitter(Durations.fromMinutes(10)))
                        .build());
        assertThat(run.out())
                .containsPattern("verified +at presence, cron '30 2 \\* \\* \\*', up to 10m later")
                .containsPattern("next verify +2026-")
                .containsPattern("last verify +2026-.*, passed over");
    }

    @Test
    void theNextAndTheLastRunAreShown() {
        server.answers(
                "GetGraph",
                GetGraphResponse.newBuilder()
                        .setGraph(graph(GraphPolicy.newBuilder()
                                .setSchedule(NIGHTLY)
                                .setTimeZone("Europe/Berlin")
                                .build()))
                        .build());

        var run = server.run("graph", "show", "books");

        assertThat(run.out())
                .containsPattern("schedule +cron '30 2 \\* \\* \\*' \\(Europe/Berlin\\), up to 10m later")
                .containsPattern("next capture +2026-")
                .containsPattern("last scheduled +2026-.*, operation 0199aaaa");
    }

    @Test
    void whatContradictsItselfIsRefusedBeforeAnythingIsAsked() {
        var both = server.run("graph", "add", "books", "--path", "/srv/books", "--every", "6h", "--no-schedule");
        var noSpan = server.run("graph", "add", "books", "--path", "/srv/books", "--every", "6 hours");
        var jitterAlone = server.run("graph", "add", "books", "--path", "/srv/books", "--jitter", "5m");

        assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(noSpan.err()).contains("is no span of time like 90s, 10m, 6h or 7d");
        assertThat(jitterAlone.err()).contains("--every or --cron");
        assertThat(server.requests(CreateGraphRequest.class)).isZero();
    }

    private void present(GraphPolicy policy) {
        server.answers(
                "GetGraph",
                GetGraphResponse.newBuilder().setGraph(graph(policy)).build());
        server.answers(
                "UpdateGraph",
                UpdateGraphResponse.newBuilder().setGraph(graph(policy)).build());
    }

    private static Graph graph(GraphPolicy policy) {
        var time = Timestamp.newBuilder().setSeconds(1_780_000_000).build();
        return Graph.newBuilder()
                .setGraphId("books")
                .setSource(Source.newBuilder()
                        .setDirectory(DirectorySource.newBuilder().setPath("/srv/books")))
                .setPolicy(policy)
                .setSummary(GraphSummary.newBuilder()
                        .setNextCaptureTime(time)
                        .setLastScheduledTime(time)
                        .setNextVerifyTime(time)
                        .setLastScheduledVerifyTime(time)
                        .setLastScheduledOperationId("0199aaaa-0000-7000-8000-000000000001"))
                .build();
    }
}
