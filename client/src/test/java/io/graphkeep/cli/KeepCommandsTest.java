package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.graphkeep.v1.GetGraphResponse;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.UpdateGraphRequest;
import io.graphkeep.v1.UpdateGraphResponse;
import org.junit.jupiter.api.Test;

/** What a graph keeps, as people say and see it. */
class KeepCommandsTest extends WithAnsweringServer {
    private static final RetentionPolicy RULES = RetentionPolicy.newBuilder()
            .setKeepDaily(7)
            .setKeepWithin(Durations.fromHours(36))
            .build();

    @Test
    void aTimeWithinWhichAllIsKeptIsOneMoreRule() {
        present(GraphPolicy.getDefaultInstance());

        var run = server.run("graph", "update", "books", "--keep-daily", "7", "--keep-within", "36h");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(server.request(UpdateGraphRequest.class).getUpdateMask().getPathsList())
                .containsExactly("policy.retention");
        assertThat(server.request(UpdateGraphRequest.class)
                        .getGraph()
                        .getPolicy()
                        .getRetention())
                .isEqualTo(RULES);
    }

    @Test
    void theRulesAreShownWithTheProtectedPeriod() {
        present(GraphPolicy.newBuilder()
                .setRetention(RULES)
                .setProtectedPeriod(Durations.fromDays(7))
                .build());
        var own = server.run("graph", "show", "books");
        present(GraphPolicy.getDefaultInstance());
        var none = server.run("graph", "show", "books");

        assertThat(own.out()).containsPattern("keeps +daily 7, within 36h, each at least 7d");
        assertThat(none.out()).containsPattern("keeps +the server's days");
    }

    @Test
    void rulesThatWereAreToldBesideThoseThatAre() {
        var last = GraphPolicy.newBuilder()
                .setRetention(RetentionPolicy.newBuilder().setKeepLast(3))
                .build();
        server.answers(
                "GetGraph", GetGraphResponse.newBuilder().setGraph(graph(last)).build());
        var daily = GraphPolicy.newBuilder()
                .setRetention(RetentionPolicy.newBuilder().setKeepDaily(7))
                .build();
        server.answers(
                "UpdateGraph",
                UpdateGraphResponse.newBuilder().setGraph(graph(daily)).build());

        var run = server.run("graph", "update", "books", "--keep-daily", "7");

        assertThat(run.out()).contains("The rules were: last 3. They are now: daily 7.");
        assertThat(server.run("graph", "update", "--help").out())
                .containsPattern("Keep the newest of each of the last N days\\.\\s+An\\s+update\\s+replaces");
    }

    @Test
    void protectionAndTimeZoneAreAlwaysShown() {
        present(GraphPolicy.newBuilder().setTimeZone("Europe/Berlin").build());
        var berlin = server.run("graph", "show", "books").out();
        present(GraphPolicy.getDefaultInstance());
        var unset = server.run("graph", "show", "books").out();

        assertThat(berlin).containsPattern("time zone +Europe/Berlin").contains("the server's protected days");
        assertThat(unset).containsPattern("time zone +the server's").containsPattern("verified +no schedule");
    }

    private static Graph graph(GraphPolicy policy) {
        return Graph.newBuilder().setGraphId("books").setPolicy(policy).build();
    }

    private void present(GraphPolicy policy) {
        var graph = Graph.newBuilder().setGraphId("books").setPolicy(policy).build();
        server.answers("GetGraph", GetGraphResponse.newBuilder().setGraph(graph).build());
        server.answers(
                "UpdateGraph", UpdateGraphResponse.newBuilder().setGraph(graph).build());
    }
}
