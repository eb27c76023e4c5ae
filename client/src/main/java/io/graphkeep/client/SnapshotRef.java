package io.graphkeep.client;

import io.graphkeep.v1.DownloadSnapshotRequest;

/**
 * Which snapshot is meant.
 *
 * @param snapshotId its id, or {@code latest}
 * @param graphId its graph; with an id it may be empty, and is checked where it is not
 */
public record SnapshotRef(String snapshotId, String graphId) {
    private static final String LATEST = "latest";

    /** The snapshot of this id. */
    public static SnapshotRef of(String snapshotId) {
        return new SnapshotRef(snapshotId, "");
    }

    /** The newest COMPLETED snapshot of a graph. */
    public static SnapshotRef latest(String graphId) {
        return new SnapshotRef(LATEST, graphId);
    }

    DownloadSnapshotRequest request() {
        return DownloadSnapshotRequest.newBuilder()
                .setSnapshotId(snapshotId)
                .setGraphId(graphId)
                .build();
    }
}
