package io.graphkeep.it;

import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The snapshots of a graph that must be there, each with the listing of what it must bring back: exactly these are visible,
 * and each restores bit for bit.
 */
final class AcknowledgedSnapshots {
    private final String graph;
    private final Path scratch;
    /** By their ids, the oldest first. */
    private final TreeMap<String, SortedMap<String, String>> snapshots = new TreeMap<>();

    /** Those of a graph; a scratch directory that does not exist is made for each restore and removed. */
    AcknowledgedSnapshots(String graph, Path scratch) {
        this.graph = graph;
        this.scratch = scratch;
    }

    void add(String id, SortedMap<String, String> content) {
        snapshots.put(id, content);
    }

    int size() {
        return snapshots.size();
    }

    Map<String, SortedMap<String, String>> all() {
        return snapshots;
    }

    /** From here on only the newest must be there. */
    void keepNewest(int count) {
        while (snapshots.size() > count) {
            snapshots.pollFirstEntry();
        }
    }

    void requireVisible(Stubs stubs, String when) {
        var visible = stubs.backup()
                .listSnapshots(ListSnapshotsRequest.newBuilder()
                        .setGraphId(graph)
                        .setPageSize(1000)
                        .build())
                .getSnapshotsList();
        if (visible.stream().anyMatch(each -> each.getState() != SnapshotState.SNAPSHOT_STATE_COMPLETED)) {
            throw new AssertionError("A half snapshot is visible " + when + ": " + visible);
        }
        var ids = visible.stream().map(Snapshot::getSnapshotId).sorted().toList();
        if (!ids.equals(snapshots.keySet().stream().toList())) {
            throw new AssertionError("Visible " + when + " is " + ids + ", and not " + snapshots.keySet());
        }
    }

    /** Returns how many were restored. */
    int requireRestores(Stubs stubs, String when) {
        for (var snapshot : snapshots.entrySet()) {
            var started = stubs.backup()
                    .restoreSnapshot(RestoreSnapshotRequest.newBuilder()
                            .setSnapshotId(snapshot.getKey())
                            .setGraphId(graph)
                            .setToDirectory(RestoreToDirectory.newBuilder().setPath(scratch.toString()))
                            .build())
                    .getOperation();
            var ended = stubs.ended(started);
            if (ended.getState() != OperationState.OPERATION_STATE_SUCCEEDED) {
                throw new AssertionError("A restore failed " + when + ": " + ended);
            }
            requireSame(snapshot.getKey(), scratch, when);
            TestFiles.deleteAll(scratch);
        }
        return snapshots.size();
    }

    /** A directory is as a snapshot has it; the complaint names the first difference, since listings are long. */
    void requireSame(String id, Path directory, String when) {
        var found = TreeListing.of(directory);
        var wanted = Objects.requireNonNull(snapshots.get(id), () -> "No snapshot " + id + " was acknowledged");
        if (found.equals(wanted)) {
            return;
        }
        var all = new TreeMap<>(found);
        all.putAll(wanted);
        all.keySet().removeIf(path -> Objects.equals(found.get(path), wanted.get(path)));
        var path = all.firstKey();
        throw new AssertionError("Snapshot " + id + " restores to something else " + when + ", first at " + path + ": "
                + found.get(path) + " instead of " + wanted.get(path));
    }
}
