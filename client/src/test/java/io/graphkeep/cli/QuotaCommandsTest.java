package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateGraphResponse;
import io.graphkeep.v1.GetGraphResponse;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Quota;
import io.graphkeep.v1.UpdateGraphRequest;
import io.graphkeep.v1.UpdateGraphResponse;
import org.junit.jupiter.api.Test;

/** Quotas as people say and see them. */
class QuotaCommandsTest extends WithAnsweringServer {
    private static final Quota QUOTA = Quota.newBuilder()
            .setMaxSnapshots(30)
            .setMaxLogicalBytes(50L << 30)
            .setMaxStoredBytes(200L << 30)
            .build();

    @Test
    void aGraphIsAddedWithItsQuota() {
        server.answers(
                "CreateGraph",
                CreateGraphResponse.newBuilder().setGraph(graph(QUOTA)).build());

        var run = server.run(
                "graph",
                "add",
                "books",
                "--path",
                "/srv/books",
                "--max-snapshots",
                "30",
                "--max-size",
                "50GiB",
                "--max-stored",
                "200GiB");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(server.request(CreateGraphRequest.class).getGraph().getPolicy())
                .isEqualTo(GraphPolicy.newBuilder().setQuota(QUOTA).build());
    }

    @Test
    void zeroLiftsOneLimitAndTheOthersStay() {
        present(QUOTA);

        var run = server.run("graph", "update", "books", "--max-size", "0");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var request = server.request(UpdateGraphRequest.class);
        assertThat(request.getUpdateMask().getPathsList()).containsExactly("policy.quota");
        assertThat(request.getGraph().getPolicy().getQuota())
                .isEqualTo(QUOTA.toBuilder().clearMaxLogicalBytes().build());
    }

    @Test
    void theQuotaIsShown() {
        present(QUOTA);
        var some = server.run("graph", "show", "books");
        present(Quota.getDefaultInstance());
        var none = server.run("graph", "show", "books");

        assertThat(some.out()).containsPattern("quota +30 snapshots, 50.0 GiB in one snapshot, 200 GiB stored");
        assertThat(none.out()).containsPattern("quota +none");
    }

    @Test
    void whatIsNoSizeIsRefusedBeforeAnythingIsAsked() {
        var run = server.run("graph", "update", "books", "--max-stored", "plenty");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("'plenty' is no number of bytes, such as 50MiB");
    }

    private void present(Quota quota) {
        server.answers(
                "GetGraph", GetGraphResponse.newBuilder().setGraph(graph(quota)).build());
        server.answers(
                "UpdateGraph",
                UpdateGraphResponse.newBuilder().setGraph(graph(quota)).build());
    }

    private static Graph graph(Quota quota) {
        return Graph.newBuilder()
                .setGraphId("books")
                .setPolicy(GraphPolicy.newBuilder().setQuota(quota))
                .build();
    }
}
