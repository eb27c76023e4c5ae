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

    private void present(GraphPolicy policy) {
        var graph = Graph.newBuilder().setGraphId("books").setPolicy(policy).build();
        server.answers("GetGraph", GetGraphResponse.newBuilder().setGraph(graph).build());
        server.answers(
                "UpdateGraph", UpdateGraphResponse.newBuilder().setGraph(graph).build());
    }
}
