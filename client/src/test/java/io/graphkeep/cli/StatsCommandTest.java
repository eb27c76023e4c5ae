package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.GetBackupStatsRequest;
import io.graphkeep.v1.GetBackupStatsResponse;
import io.graphkeep.v1.GraphStats;
import org.junit.jupiter.api.Test;

/** What snapshots take, as people see it. */
class StatsCommandTest extends WithAnsweringServer {
    @Test
    void sizesAndRatiosAreShownByGraphAndInAll() {
        server.answers(
                "GetBackupStats",
                GetBackupStatsResponse.newBuilder()
                        .setGraphs(1)
                        .setSnapshots(4)
                        .setLogicalBytes(8192)
                        .setUniqueBytes(2048)
                        .setStoredBytes(1024)
                        .addPerGraph(GraphStats.newBuilder().setGraphId("books").setSnapshots(4))
                        .build());

        var run = server.run("stats");

        assertThat(run.out())
                .containsPattern("logical +8.00 KiB")
                .containsPattern("deduplication +4.00 : 1")
                .containsPattern("compression +2.00 : 1")
                .containsPattern("books +4 ");
        assertThat(server.request(GetBackupStatsRequest.class).getGraphId()).isEmpty();
    }

    @Test
    void graphsThatAreNotListedAreCounted() {
        server.answers(
                "GetBackupStats",
                GetBackupStatsResponse.newBuilder()
                        .setGraphs(103)
                        .addPerGraph(GraphStats.newBuilder().setGraphId("books"))
                        .build());

        assertThat(server.run("stats").out()).contains("and 102 graphs that take less");
    }
}
