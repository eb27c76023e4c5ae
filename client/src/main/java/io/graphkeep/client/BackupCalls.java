package io.graphkeep.client;

import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateGraphResponse;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.CreateSnapshotResponse;
import io.graphkeep.v1.DeleteGraphRequest;
import io.graphkeep.v1.DeleteGraphResponse;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.DeleteSnapshotResponse;
import io.graphkeep.v1.DiffSnapshotsRequest;
import io.graphkeep.v1.DiffSnapshotsResponse;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.graphkeep.v1.GetBackupStatsRequest;
import io.graphkeep.v1.GetBackupStatsResponse;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.GetGraphResponse;
import io.graphkeep.v1.GetSnapshotRequest;
import io.graphkeep.v1.GetSnapshotResponse;
import io.graphkeep.v1.ListGraphsRequest;
import io.graphkeep.v1.ListGraphsResponse;
import io.graphkeep.v1.ListSnapshotFilesRequest;
import io.graphkeep.v1.ListSnapshotFilesResponse;
import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.ListSnapshotsResponse;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.ReleaseRestoreResponse;
import io.graphkeep.v1.RepairStoreRequest;
import io.graphkeep.v1.RepairStoreResponse;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreSnapshotResponse;
import io.graphkeep.v1.RunCleanupRequest;
import io.graphkeep.v1.RunCleanupResponse;
import io.graphkeep.v1.UpdateGraphRequest;
import io.graphkeep.v1.UpdateGraphResponse;
import io.graphkeep.v1.UpdateSnapshotRequest;
import io.graphkeep.v1.UpdateSnapshotResponse;
import io.graphkeep.v1.VerifySnapshotRequest;
import io.graphkeep.v1.VerifySnapshotResponse;
import io.graphkeep.v1.VerifyStoreRequest;
import io.graphkeep.v1.VerifyStoreResponse;

/**
 * The calls about graphs, their snapshots and the store that holds them, each as the contract has it.
 *
 * <p>Thread-safe. What fails is a {@link GraphkeepException}.
 */
public final class BackupCalls {
    private final Calls calls;

    BackupCalls(Calls calls) {
        this.calls = calls;
    }

    /** Puts a data set under protection. */
    public CreateGraphResponse createGraph(CreateGraphRequest request) {
        return calls.unary(BackupServiceGrpc.getCreateGraphMethod(), request);
    }

    /** Reads a graph. */
    public GetGraphResponse getGraph(GetGraphRequest request) {
        return calls.unary(BackupServiceGrpc.getGetGraphMethod(), request);
    }

    /** Lists the graphs within the token's scope, by graph_id, those that are being deleted included. */
    public ListGraphsResponse listGraphs(ListGraphsRequest request) {
        return calls.unary(BackupServiceGrpc.getListGraphsMethod(), request);
    }

    /** Changes description, kind, source, policy or labels of a graph. */
    public UpdateGraphResponse updateGraph(UpdateGraphRequest request) {
        return calls.unary(BackupServiceGrpc.getUpdateGraphMethod(), request);
    }

    /** Deletes a graph and, with force, its snapshots. */
    public DeleteGraphResponse deleteGraph(DeleteGraphRequest request) {
        return calls.unary(BackupServiceGrpc.getDeleteGraphMethod(), request);
    }

    /** Takes a snapshot of a graph whose source is a directory. */
    public CreateSnapshotResponse createSnapshot(CreateSnapshotRequest request) {
        return calls.unary(BackupServiceGrpc.getCreateSnapshotMethod(), request);
    }

    /** Reads a snapshot. */
    public GetSnapshotResponse getSnapshot(GetSnapshotRequest request) {
        return calls.unary(BackupServiceGrpc.getGetSnapshotMethod(), request);
    }

    /** Lists snapshots, newest cut first. */
    public ListSnapshotsResponse listSnapshots(ListSnapshotsRequest request) {
        return calls.unary(BackupServiceGrpc.getListSnapshotsMethod(), request);
    }

    /** Changes labels, description or hold of a snapshot. */
    public UpdateSnapshotResponse updateSnapshot(UpdateSnapshotRequest request) {
        return calls.unary(BackupServiceGrpc.getUpdateSnapshotMethod(), request);
    }

    /** Deletes a snapshot. */
    public DeleteSnapshotResponse deleteSnapshot(DeleteSnapshotRequest request) {
        return calls.unary(BackupServiceGrpc.getDeleteSnapshotMethod(), request);
    }

    /** Lists the files of a snapshot in path order, and what it could not hold. */
    public ListSnapshotFilesResponse listSnapshotFiles(ListSnapshotFilesRequest request) {
        return calls.unary(BackupServiceGrpc.getListSnapshotFilesMethod(), request);
    }

    /** Verifies one snapshot, and marks it CORRUPT if data that it needs is damaged. */
    public VerifySnapshotResponse verifySnapshot(VerifySnapshotRequest request) {
        return calls.unary(BackupServiceGrpc.getVerifySnapshotMethod(), request);
    }

    /** Restores a snapshot, or some of its paths. */
    public RestoreSnapshotResponse restoreSnapshot(RestoreSnapshotRequest request) {
        return calls.unary(BackupServiceGrpc.getRestoreSnapshotMethod(), request);
    }

    /** Removes the old content that a restore kept aside. */
    public ReleaseRestoreResponse releaseRestore(ReleaseRestoreRequest request) {
        return calls.unary(BackupServiceGrpc.getReleaseRestoreMethod(), request);
    }

    /**
     * Compares two snapshots of one graph, or a snapshot with the live directory: a summary last, and before it each
     * change in path order.
     */
    public MessageStream<DiffSnapshotsResponse> diffSnapshots(DiffSnapshotsRequest request) {
        return calls.stream(BackupServiceGrpc.getDiffSnapshotsMethod(), request);
    }

    /** Verifies the store: everything, or the share that was not verified for longest. */
    public VerifyStoreResponse verifyStore(VerifyStoreRequest request) {
        return calls.unary(BackupServiceGrpc.getVerifyStoreMethod(), request);
    }

    /** Stores damaged data anew where a live source or a paired instance still has it. */
    public RepairStoreResponse repairStore(RepairStoreRequest request) {
        return calls.unary(BackupServiceGrpc.getRepairStoreMethod(), request);
    }

    /** Removes snapshots that no rule keeps, and the data that nothing needs any more. */
    public RunCleanupResponse runCleanup(RunCleanupRequest request) {
        return calls.unary(BackupServiceGrpc.getRunCleanupMethod(), request);
    }

    /** Sums up snapshots and space, for all graphs in scope or one. */
    public GetBackupStatsResponse getBackupStats(GetBackupStatsRequest request) {
        return calls.unary(BackupServiceGrpc.getGetBackupStatsMethod(), request);
    }

    /** Sends the files of a snapshot in path order: each as its header, its bytes and its trailer; then the end. */
    public MessageStream<DownloadSnapshotResponse> downloadSnapshot(DownloadSnapshotRequest request) {
        return calls.stream(BackupServiceGrpc.getDownloadSnapshotMethod(), request);
    }
}
