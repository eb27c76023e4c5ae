package io.graphkeep.it;

import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.ListGraphsRequest;
import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import io.graphkeep.v1.Source;
import java.nio.file.Path;
import java.util.List;

/**
 * What a test does on its way to what it is about: by plain calls, since each command starts a JVM.
 *
 * <p>All of it has to succeed whole.
 */
final class Shortcuts {
    private Shortcuts() {}

    static void protect(ServerProcess server, String graph, Path source) {
        try (var stubs = new Stubs(server)) {
            stubs.backup()
                    .createGraph(CreateGraphRequest.newBuilder()
                            .setGraph(Graph.newBuilder()
                                    .setGraphId(graph)
                                    .setSource(Source.newBuilder()
                                            .setDirectory(
                                                    DirectorySource.newBuilder().setPath(source.toString()))))
                            .build());
        }
    }

    /** Takes a snapshot, and gives its id. */
    static String capture(ServerProcess server, String graph) {
        return capture(
                server, CreateSnapshotRequest.newBuilder().setGraphId(graph).build());
    }

    static String capture(ServerProcess server, CreateSnapshotRequest request) {
        try (var stubs = new Stubs(server)) {
            var snapshot = succeeded(
                            stubs, stubs.backup().createSnapshot(request).getOperation())
                    .getSnapshot();
            if (snapshot.getState() != SnapshotState.SNAPSHOT_STATE_COMPLETED) {
                throw new AssertionError("The snapshot is not whole: " + snapshot);
            }
            return snapshot.getSnapshotId();
        }
    }

    /** Restores into a fresh directory. */
    static void restore(ServerProcess server, String snapshot, String graph, Path to) {
        var request = RestoreSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot)
                .setGraphId(graph)
                .setToDirectory(RestoreToDirectory.newBuilder().setPath(to.toString()))
                .build();
        try (var stubs = new Stubs(server)) {
            succeeded(stubs, stubs.backup().restoreSnapshot(request).getOperation());
        }
    }

    static List<Graph> graphs(ServerProcess server) {
        try (var stubs = new Stubs(server)) {
            return stubs.backup()
                    .listGraphs(ListGraphsRequest.getDefaultInstance())
                    .getGraphsList();
        }
    }

    static List<Snapshot> snapshots(ServerProcess server, String graph) {
        try (var stubs = new Stubs(server)) {
            return stubs.backup()
                    .listSnapshots(
                            ListSnapshotsRequest.newBuilder().setGraphId(graph).build())
                    .getSnapshotsList();
        }
    }

    private static Operation succeeded(Stubs stubs, Operation started) {
        var ended = stubs.ended(started);
        if (ended.getState() != OperationState.OPERATION_STATE_SUCCEEDED) {
            throw new AssertionError("It did not succeed: " + ended);
        }
        return ended;
    }
}
