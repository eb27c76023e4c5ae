package io.graphkeep.it;

import io.graphkeep.v1.CancelOperationRequest;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.DeleteGraphRequest;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.WatchOperationRequest;
import io.grpc.Status.Code;
import java.util.List;

/** Ids that are none, and ids of nothing that is there. */
class BadIdsTest extends WrongCallTest {
    BadIdsTest(WrongCallSite site) {
        super(site, 42);
    }

    @Override
    void fill() {
        for (var id :
                List.of("../../x", "", "Books", "a/b", "-a", "a b", "ü", "a".repeat(64), ".", "books\n", "%2e%2e")) {
            invalid("GetGraph " + id, () -> stubs().backup().getGraph(graph(id)));
            invalid(
                    "CreateGraph " + id,
                    () -> stubs().backup()
                            .createGraph(create(id, roots().resolve("books")).build()));
        }
        for (var id : List.of("../../x", "", "7", "latest", "0189-0000", NO_ID + "0")) {
            invalid("GetSnapshot " + id, () -> stubs().backup().getSnapshot(snapshot(id)));
        }
        for (var id : List.of("../../x", "", "latest")) {
            invalid("GetOperation " + id, () -> stubs().monitoring().getOperation(operation(id)));
        }
        wrong(
                "an unknown graph",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs().backup().getGraph(graph("nowhere")));
        wrong(
                "an unknown snapshot",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs().backup().getSnapshot(snapshot(NO_ID)));
        wrong(
                "the latest of an unknown graph",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs().backup()
                        .getSnapshot(snapshot("latest").toBuilder()
                                .setGraphId("nowhere")
                                .build()));
        wrong(
                "the latest of a graph without any",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs().backup()
                        .getSnapshot(snapshot("latest").toBuilder()
                                .setGraphId("pushed")
                                .build()));
        wrong(
                "a snapshot of another graph",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs().backup()
                        .getSnapshot(snapshot(site.snapshot).toBuilder()
                                .setGraphId("pushed")
                                .build()));
        wrong(
                "an unknown operation",
                Code.NOT_FOUND,
                "OPERATION_NOT_FOUND",
                () -> stubs().monitoring().getOperation(operation(NO_ID)));
        wrong(
                "watching an unknown operation",
                Code.NOT_FOUND,
                "OPERATION_NOT_FOUND",
                () -> stubs().monitoring()
                        .watchOperation(WatchOperationRequest.newBuilder()
                                .setOperationId(NO_ID)
                                .build())
                        .next());
        wrong(
                "cancelling an unknown operation",
                Code.NOT_FOUND,
                "OPERATION_NOT_FOUND",
                () -> stubs().monitoring()
                        .cancelOperation(CancelOperationRequest.newBuilder()
                                .setOperationId(NO_ID)
                                .build()));
        wrong(
                "a snapshot of an unknown graph",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs().backup()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("nowhere")
                                .build()));
        wrong(
                "deleting an unknown graph",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs().backup()
                        .deleteGraph(DeleteGraphRequest.newBuilder()
                                .setGraphId("nowhere")
                                .build()));
        wrong(
                "deleting an unknown snapshot",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs().backup()
                        .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                                .setSnapshotId(NO_ID)
                                .build()));
    }
}
