package io.graphkeep.server.api;

import io.graphkeep.server.backup.BackupStats;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.GetBackupStatsRequest;
import io.graphkeep.v1.GetBackupStatsResponse;

/** The call that sums up what snapshots and the store take. */
final class StatsCalls {
    private final BackupStats stats;

    StatsCalls(BackupStats stats) {
        this.stats = stats;
    }

    void addTo(ServiceMethods service) {
        service.unary(BackupServiceGrpc.getGetBackupStatsMethod(), this::sums);
    }

    private GetBackupStatsResponse sums(Call call, GetBackupStatsRequest request) {
        new Validation().optionalGraphId("graph_id", request.getGraphId()).check();
        if (!request.getGraphId().isEmpty()) {
            call.requireGraph(request.getGraphId());
        }
        return stats.sums(call.principal(), request.getGraphId());
    }
}
