package io.graphkeep.server.api;

import io.graphkeep.server.backup.Cleanups;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.RunCleanupRequest;
import io.graphkeep.v1.RunCleanupResponse;

/** The call that removes what no rule keeps and nothing needs. */
final class CleanupCalls {
    private final Cleanups cleanups;
    private final StartedOperations started;
    private final Idempotency idempotency;

    CleanupCalls(Cleanups cleanups, StartedOperations started, Idempotency idempotency) {
        this.cleanups = cleanups;
        this.started = started;
        this.idempotency = idempotency;
    }

    void addTo(ServiceMethods service) {
        service.unary(BackupServiceGrpc.getRunCleanupMethod(), this::run);
    }

    private RunCleanupResponse run(Call call, RunCleanupRequest request) throws InterruptedException {
        check(call, request);
        if (request.getAllowShare() > 0) {
            call.requireRole(Role.ADMIN, "allow a cleanup more than the configured share");
        }
        if (request.getTrustClock()) {
            call.requireRole(Role.ADMIN, "vouch for the server's clock");
        }
        if (!request.getGraphId().isEmpty()) {
            call.requireGraph(request.getGraphId());
        }
        var answer = idempotency.once(
                call,
                request,
                RunCleanupResponse.getDefaultInstance(),
                transaction -> RunCleanupResponse.newBuilder()
                        .setOperation(started.message(cleanups.start(transaction, call.principal(), request)))
                        .build());
        return answer.toBuilder()
                .setOperation(started.awaited(call, answer.getOperation(), request.getWait()))
                .build();
    }

    /** What no snapshot needs is the whole store's matter: a caller who sees some graphs asks for the retention of one. */
    private static void check(Call call, RunCleanupRequest request) {
        var seesAll = call.principal().scopes().isAll();
        new Validation()
                .optionalGraphId("graph_id", request.getGraphId())
                .check(
                        "allow_share",
                        request.getAllowShare() >= 0 && request.getAllowShare() <= 1,
                        "it must be between 0 and 1")
                .check(
                        "collect_only",
                        !(request.getCollectOnly() && request.getRetentionOnly()),
                        "it must not be set together with retention_only")
                .check("graph_id", seesAll || !request.getGraphId().isEmpty(), "a token for some graphs must name one")
                .check("retention_only", seesAll || request.getRetentionOnly(), "a token for some graphs must set it")
                .wait("wait", request.getWait())
                .check();
    }
}
