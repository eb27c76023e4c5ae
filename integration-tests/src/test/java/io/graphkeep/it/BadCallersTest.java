package io.graphkeep.it;

import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.ListGraphsRequest;
import io.graphkeep.v1.ListOperationsRequest;
import io.graphkeep.v1.ListSnapshotFilesRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.RestoreInPlace;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;

/** Callers whom the server does not know, and callers who may not do what they ask for. */
class BadCallersTest extends WrongCallTest {
    BadCallersTest(WrongCallSite site) {
        super(site, 15);
    }

    @Override
    void fill() {
        unauthenticated("no token", "");
        unauthenticated("a token of nobody's", "gk_" + "A".repeat(43));
        unauthenticated("half a token", "gk_");
        unauthenticated("a token of another kind", "ghp_0123456789");
        unauthenticated("a revoked token", site.revoked);
        wrong("another scheme", Code.UNAUTHENTICATED, "UNAUTHENTICATED", () -> {
            var headers = new Metadata();
            headers.put(Stubs.AUTHORIZATION, "Basic YWRtaW46YWRtaW4=");
            BackupServiceGrpc.newBlockingStub(stubs().channel())
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .listGraphs(ListGraphsRequest.getDefaultInstance());
        });
        denied(
                "a monitor creates a graph",
                () -> stubs().backup(site.monitor)
                        .createGraph(create("x", roots().resolve("books")).build()));
        denied(
                "a monitor reads file names",
                () -> stubs().backup(site.monitor)
                        .listSnapshotFiles(ListSnapshotFilesRequest.newBuilder()
                                .setSnapshotId(site.snapshot)
                                .build()));
        denied(
                "a reader takes a snapshot",
                () -> stubs().backup(site.reader)
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("books")
                                .build()));
        denied(
                "a reader restores",
                () -> stubs().backup(site.reader)
                        .restoreSnapshot(restore()
                                .setInPlace(RestoreInPlace.getDefaultInstance())
                                .build()));
        denied(
                "an operator makes tokens",
                () -> stubs().admin(site.scoped).createToken(CreateTokenRequest.getDefaultInstance()));
        denied(
                "a graph is created out of scope",
                () -> stubs().backup(site.scoped)
                        .createGraph(create("mine", roots().resolve("books")).build()));
        wrong(
                "a graph out of scope is not there",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs().backup(site.scoped).getGraph(graph("books")));
        wrong(
                "a snapshot out of scope is not there",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs().backup(site.scoped).getSnapshot(snapshot(site.snapshot)));
        wrong(
                "an operation out of scope is not there",
                Code.NOT_FOUND,
                "OPERATION_NOT_FOUND",
                () -> stubs().monitoring(site.scoped)
                        .getOperation(operation(firstOperation().getOperationId())));
    }

    private void denied(String name, Runnable call) {
        wrong(name, Code.PERMISSION_DENIED, "PERMISSION_DENIED", call);
    }

    private void unauthenticated(String name, String token) {
        wrong(
                name,
                Code.UNAUTHENTICATED,
                "UNAUTHENTICATED",
                () -> stubs().backup(token).listGraphs(ListGraphsRequest.getDefaultInstance()));
    }

    private Operation firstOperation() {
        return stubs().monitoring()
                .listOperations(ListOperationsRequest.getDefaultInstance())
                .getOperations(0);
    }
}
