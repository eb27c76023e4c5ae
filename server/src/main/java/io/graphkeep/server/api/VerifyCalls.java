package io.graphkeep.server.api;

import io.graphkeep.server.backup.Repairs;
import io.graphkeep.server.backup.Verifications;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.RepairStoreRequest;
import io.graphkeep.v1.RepairStoreResponse;
import io.graphkeep.v1.VerifyLevel;
import io.graphkeep.v1.VerifySnapshotRequest;
import io.graphkeep.v1.VerifySnapshotResponse;
import io.graphkeep.v1.VerifyStoreRequest;
import io.graphkeep.v1.VerifyStoreResponse;

/** The calls that look for damage, and heal it. */
final class VerifyCalls {
    private final Verifications verifications;
    private final Repairs repairs;
    private final StartedOperations started;
    private final Idempotency idempotency;

    VerifyCalls(Verifications verifications, Repairs repairs, StartedOperations started, Idempotency idempotency) {
        this.verifications = verifications;
        this.repairs = repairs;
        this.started = started;
        this.idempotency = idempotency;
    }

    void addTo(ServiceMethods service) {
        service.unary(BackupServiceGrpc.getVerifySnapshotMethod(), this::snapshot)
                .unary(BackupServiceGrpc.getVerifyStoreMethod(), this::store)
                .unary(BackupServiceGrpc.getRepairStoreMethod(), this::repair);
    }

    private VerifySnapshotResponse snapshot(Call call, VerifySnapshotRequest request) throws InterruptedException {
        common(request.getLevel(), request.getBytesPerSecond())
                .snapshotId("snapshot_id", request.getSnapshotId(), request.getGraphId())
                .optionalGraphId("graph_id", request.getGraphId())
                .wait("wait", request.getWait())
                .check();
        if (!request.getGraphId().isEmpty()) {
            call.requireGraph(request.getGraphId());
        }
        var answer = idempotency.once(
                call,
                request,
                VerifySnapshotResponse.getDefaultInstance(),
                transaction -> VerifySnapshotResponse.newBuilder()
                        .setOperation(started.message(verifications.start(transaction, call.principal(), request)))
                        .build());
        return answer.toBuilder()
                .setOperation(started.awaited(call, answer.getOperation(), request.getWait()))
                .build();
    }

    /** Of what lies in the store some belongs to every graph: a caller who sees some of them verifies their snapshots. */
    private VerifyStoreResponse store(Call call, VerifyStoreRequest request) throws InterruptedException {
        common(request.getLevel(), request.getBytesPerSecond())
                .check(
                        "level",
                        request.getLevel() != VerifyLevel.VERIFY_LEVEL_SEMANTIC,
                        "what files mean is a matter of snapshots, not of the store")
                .check(
                        "share",
                        request.getShare() >= 0 && request.getShare() <= 1,
                        "it must be more than 0 and at most 1, or 0 for all")
                .wait("wait", request.getWait())
                .check();
        call.requireAllGraphs("verify the store; VerifySnapshot verifies one snapshot");
        var answer = idempotency.once(
                call,
                request,
                VerifyStoreResponse.getDefaultInstance(),
                transaction -> VerifyStoreResponse.newBuilder()
                        .setOperation(started.message(verifications.start(transaction, call.actor(), request)))
                        .build());
        return answer.toBuilder()
                .setOperation(started.awaited(call, answer.getOperation(), request.getWait()))
                .build();
    }

    private RepairStoreResponse repair(Call call, RepairStoreRequest request) throws InterruptedException {
        var checks = new Validation()
                .optionalGraphId("graph_id", request.getGraphId())
                .wait("wait", request.getWait());
        if (!request.getSnapshotId().isEmpty()) {
            checks.snapshotId("snapshot_id", request.getSnapshotId(), request.getGraphId());
        }
        checks.check();
        if (!request.getGraphId().isEmpty()) {
            call.requireGraph(request.getGraphId());
        } else if (request.getSnapshotId().isEmpty()) {
            call.requireAllGraphs("repair everything; with a graph or a snapshot it repairs what that needs");
        }
        var answer = idempotency.once(
                call,
                request,
                RepairStoreResponse.getDefaultInstance(),
                transaction -> RepairStoreResponse.newBuilder()
                        .setOperation(started.message(repairs.start(transaction, call.principal(), request)))
                        .build());
        return answer.toBuilder()
                .setOperation(started.awaited(call, answer.getOperation(), request.getWait()))
                .build();
    }

    private static Validation common(VerifyLevel level, long bytesPerSecond) {
        return new Validation()
                .check("level", level != VerifyLevel.UNRECOGNIZED, "this version does not know the level")
                .check("bytes_per_second", bytesPerSecond >= 0, "it must not be negative");
    }
}
