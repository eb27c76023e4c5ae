package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.CleanupResult;
import io.graphkeep.v1.DamageFinding;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.RepairResult;
import io.graphkeep.v1.RepairStoreResponse;
import io.graphkeep.v1.RunCleanupResponse;
import io.graphkeep.v1.VerifyResult;
import io.graphkeep.v1.VerifySnapshotRequest;
import io.graphkeep.v1.VerifySnapshotResponse;
import io.graphkeep.v1.VerifyStoreRequest;
import io.graphkeep.v1.VerifyStoreResponse;
import org.junit.jupiter.api.Test;

/** What verify, repair and cleanup ask for and say. */
class StoreCommandsTest extends WithAnsweringServer {
    @Test
    void theLatestIsVerifiedAsItIsShown() {
        server.answers(
                "VerifySnapshot",
                VerifySnapshotResponse.newBuilder()
                        .setOperation(
                                ended().setVerify(VerifyResult.newBuilder().setIntact(true)))
                        .build());

        var run = server.run("verify", "latest", "--graph", "books");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(server.request(VerifySnapshotRequest.class).getSnapshotId()).isEqualTo("latest");
        assertThat(server.request(VerifySnapshotRequest.class).getGraphId()).isEqualTo("books");
    }

    @Test
    void aVerificationOfTwoSnapshotsOrOfNoGraphsLatestAsksForNothing() {
        var two = server.run("verify", "one", "--snapshot", "two");
        var whose = server.run("verify", "latest");

        assertThat(two.err()).contains("Two snapshots were named");
        assertThat(whose.err()).contains("--graph GRAPH");
        assertThat(two.exitCode()).isEqualTo(whose.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(server.requests(VerifySnapshotRequest.class) + server.requests(VerifyStoreRequest.class))
                .isZero();
    }

    @Test
    void whatALongListLeavesOutIsFoundByTheOperationsId() {
        var result = VerifyResult.newBuilder()
                .addFindings(DamageFinding.newBuilder().setObject("packs/1"))
                .setFindingsTotal(20);
        server.answers(
                "VerifyStore",
                VerifyStoreResponse.newBuilder()
                        .setOperation(ended().setVerify(result))
                        .build());

        assertThat(server.run("verify").out()).contains("and 19 more (graphkeep operation show o1 -o json");
    }

    @Test
    void aRepairThatFoundAllBackDoesNotCountNothings() {
        var result = RepairResult.newBuilder().addHealedSnapshotIds("s1").addHealedSnapshotIds("s2");
        server.answers(
                "RepairStore",
                RepairStoreResponse.newBuilder()
                        .setOperation(ended().setRepair(result))
                        .build());

        assertThat(server.run("repair").out())
                .contains("Nothing had to be stored anew", "2 snapshots are whole again")
                .doesNotContain("0 of 0");
    }

    @Test
    void aCleanupCountsOneOfEach() {
        var result = CleanupResult.newBuilder()
                .setSnapshotsConsidered(1)
                .setPacksRemoved(1)
                .setPacksCompacted(1);
        server.answers(
                "RunCleanup",
                RunCleanupResponse.newBuilder()
                        .setOperation(ended().setCleanup(result))
                        .build());

        assertThat(server.run("cleanup").out())
                .contains("of 1 snapshot, and", "in 1 pack.", "1 pack that was mostly dead");
    }

    private static Operation.Builder ended() {
        var operation = Operation.newBuilder().setOperationId("o1").setState(OperationState.OPERATION_STATE_SUCCEEDED);
        operation.getEndTimeBuilder().setSeconds(1);
        return operation;
    }
}
