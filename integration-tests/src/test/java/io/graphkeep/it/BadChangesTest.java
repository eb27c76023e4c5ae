package io.graphkeep.it;

import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.DeleteGraphRequest;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.ListTargetsRequest;
import io.graphkeep.v1.ReplicationServiceGrpc;
import io.graphkeep.v1.RevokeTokenRequest;
import io.graphkeep.v1.RunCleanupRequest;
import io.graphkeep.v1.TokenRole;
import io.graphkeep.v1.UpdateGraphRequest;
import io.grpc.Status.Code;

/** Changes that are not whole, come too late, or have no use here. */
class BadChangesTest extends WrongCallTest {
    BadChangesTest(WrongCallSite site) {
        super(site, 15);
    }

    @Override
    void fill() {
        badChanges();
        cleanups();
        notBuilt();
    }

    private void badChanges() {
        invalid(
                "an update without a mask",
                () -> stubs().backup()
                        .updateGraph(UpdateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder().setGraphId("books"))
                                .build()));
        invalid(
                "an update of what cannot change",
                () -> stubs().backup()
                        .updateGraph(UpdateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder().setGraphId("books"))
                                .setUpdateMask(FieldMask.newBuilder().addPaths("uid"))
                                .build()));
        wrong(
                "an update of what has changed",
                Code.ABORTED,
                "ETAG_MISMATCH",
                () -> stubs().backup()
                        .updateGraph(UpdateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder().setGraphId("books").setDescription("x"))
                                .setUpdateMask(FieldMask.newBuilder().addPaths("description"))
                                .setEtag("stale")
                                .build()));
        wrong(
                "deleting a graph with snapshots",
                Code.FAILED_PRECONDITION,
                "GRAPH_HAS_SNAPSHOTS",
                () -> stubs().backup()
                        .deleteGraph(DeleteGraphRequest.newBuilder()
                                .setGraphId("books")
                                .build()));
        wrong(
                "deleting a protected snapshot",
                Code.FAILED_PRECONDITION,
                "SNAPSHOT_PROTECTED",
                () -> stubs().backup()
                        .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                                .setSnapshotId(site.snapshot)
                                .build()));
        wrong(
                "a snapshot of what clients push",
                Code.FAILED_PRECONDITION,
                "SOURCE_KIND_MISMATCH",
                () -> stubs().backup()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("pushed")
                                .build()));
        invalid(
                "a wait without end",
                () -> stubs().backup()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("books")
                                .setWait(Duration.newBuilder().setSeconds(61))
                                .build()));
        invalid(
                "a negative wait",
                () -> stubs().backup()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("books")
                                .setWait(Duration.newBuilder().setSeconds(-1))
                                .build()));
        wrong("a request id with another body", Code.INVALID_ARGUMENT, "REQUEST_ID_REUSED", () -> {
            stubs().backup().updateGraph(describe("first", "same-id"));
            stubs().backup().updateGraph(describe("second", "same-id"));
        });
        invalid(
                "a token without a name",
                () -> stubs().admin()
                        .createToken(CreateTokenRequest.newBuilder()
                                .setRole(TokenRole.TOKEN_ROLE_READER)
                                .build()));
        invalid(
                "a token without a role",
                () -> stubs().admin()
                        .createToken(
                                CreateTokenRequest.newBuilder().setName("x").build()));
        invalid(
                "a token with a strange scope",
                () -> stubs().admin()
                        .createToken(CreateTokenRequest.newBuilder()
                                .setName("x")
                                .setRole(TokenRole.TOKEN_ROLE_READER)
                                .addScopes("*/..")
                                .build()));
        wrong(
                "revoking an unknown token",
                Code.NOT_FOUND,
                "TOKEN_NOT_FOUND",
                () -> stubs().admin()
                        .revokeToken(RevokeTokenRequest.newBuilder()
                                .setTokenId(NO_ID)
                                .build()));
    }

    private void cleanups() {
        invalid(
                "a cleanup of more than everything",
                () -> stubs().backup()
                        .runCleanup(RunCleanupRequest.newBuilder()
                                .setAllowShare(1.5)
                                .build()));
        invalid(
                "a cleanup of nothing at all",
                () -> stubs().backup()
                        .runCleanup(RunCleanupRequest.newBuilder()
                                .setCollectOnly(true)
                                .setRetentionOnly(true)
                                .build()));
        wrong(
                "a cleanup of an unknown graph",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs().backup()
                        .runCleanup(RunCleanupRequest.newBuilder()
                                .setGraphId("nobody")
                                .build()));
    }

    private void notBuilt() {
        wrong(
                "a list of targets",
                Code.UNIMPLEMENTED,
                "NOT_IMPLEMENTED",
                () -> stubs().with(ReplicationServiceGrpc.newBlockingStub(stubs().channel()), stubs().adminToken())
                        .listTargets(ListTargetsRequest.getDefaultInstance()));
    }

    private UpdateGraphRequest describe(String description, String requestId) {
        return UpdateGraphRequest.newBuilder()
                .setGraph(Graph.newBuilder().setGraphId("books").setDescription(description))
                .setUpdateMask(FieldMask.newBuilder().addPaths("description"))
                .setRequestId(requestId)
                .build();
    }
}
