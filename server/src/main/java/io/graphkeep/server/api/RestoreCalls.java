package io.graphkeep.server.api;

import io.graphkeep.server.backup.PathText;
import io.graphkeep.server.backup.Restores;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.ReleaseRestoreResponse;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreSnapshotResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The calls that bring snapshots back, and that let go of what they replaced. */
final class RestoreCalls {
    private static final Duration LONGEST_KEEP = Duration.ofDays(3650);
    private static final int LONGEST_NODE = 256;

    private final Restores restores;
    private final StartedOperations started;
    private final Idempotency idempotency;

    RestoreCalls(Restores restores, StartedOperations started, Idempotency idempotency) {
        this.restores = restores;
        this.started = started;
        this.idempotency = idempotency;
    }

    void addTo(ServiceMethods service) {
        service.unary(BackupServiceGrpc.getRestoreSnapshotMethod(), this::restore)
                .unary(BackupServiceGrpc.getReleaseRestoreMethod(), this::release);
    }

    private RestoreSnapshotResponse restore(Call call, RestoreSnapshotRequest request) throws InterruptedException {
        check(request);
        if (!request.getGraphId().isEmpty()) {
            call.requireGraph(request.getGraphId());
        }
        var answer = idempotency.onceLooked(
                call,
                request,
                RestoreSnapshotResponse.getDefaultInstance(),
                () -> restores.look(call.principal(), request),
                (transaction, place) -> RestoreSnapshotResponse.newBuilder()
                        .setOperation(started.message(restores.start(transaction, call.principal(), place, request)))
                        .build());
        return answer.toBuilder()
                .setOperation(started.awaited(call, answer.getOperation(), request.getWait()))
                .build();
    }

    private ReleaseRestoreResponse release(Call call, ReleaseRestoreRequest request) throws InterruptedException {
        new Validation()
                .id("operation_id", request.getOperationId())
                .wait("wait", request.getWait())
                .check();
        var answer = idempotency.once(
                call,
                request,
                ReleaseRestoreResponse.getDefaultInstance(),
                transaction -> ReleaseRestoreResponse.newBuilder()
                        .setOperation(started.message(restores.release(transaction, call.principal(), request)))
                        .build());
        return answer.toBuilder()
                .setOperation(started.awaited(call, answer.getOperation(), request.getWait()))
                .build();
    }

    private static void check(RestoreSnapshotRequest request) {
        var checks = new Validation()
                .snapshotId("snapshot_id", request.getSnapshotId(), request.getGraphId())
                .optionalGraphId("graph_id", request.getGraphId())
                .check(
                        "destination",
                        request.hasToDirectory() || request.hasInPlace(),
                        "one of to_directory and in_place is required")
                .wait("wait", request.getWait());
        PathChecks.each(checks, "paths", request.getPathsList());
        if (request.hasKeepAside()) {
            checks.duration("keep_aside", request.getKeepAside(), Duration.ZERO, LONGEST_KEEP);
        }
        if (request.hasToDirectory()) {
            var to = request.getToDirectory();
            checks.check(
                            "to_directory.path",
                            to.getPath().startsWith("/")
                                    && to.getPath().getBytes(StandardCharsets.UTF_8).length <= TreePath.MAX_BYTES,
                            "it must be an absolute path of the server's machine, of at most 4096 bytes")
                    .check(
                            "to_directory.path",
                            to.getPath().indexOf('\0') < 0 && PathText.parseToString(to.getPath()) != null,
                            "a percent sign begins %XX, and the path must be UTF-8 without NUL")
                    .text("to_directory.node", to.getNode(), 0, LONGEST_NODE);
        }
        checks.check();
    }
}
