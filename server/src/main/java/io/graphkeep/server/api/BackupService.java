package io.graphkeep.server.api;

import io.graphkeep.server.backup.BackupParts;
import io.graphkeep.server.backup.receive.Pushes;
import io.graphkeep.server.backup.receive.Uploads;
import io.graphkeep.server.monitoring.TransferFigures;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.v1.BackupServiceGrpc;
import java.time.Clock;

/** The contract's BackupService, put together from its calls. */
public final class BackupService {
    private final GraphCalls graphs;
    private final SnapshotCalls snapshots;
    private final RestoreCalls restores;
    private final CleanupCalls cleanups;
    private final DiffCalls diffs;
    private final DownloadCalls downloads;
    private final StatsCalls stats;
    private final VerifyCalls verifications;
    private final UploadCalls uploads;
    private final PushCalls pushes;

    public BackupService(
            BackupParts parts,
            Uploads uploaded,
            Pushes pushed,
            Operations operations,
            Idempotency idempotency,
            Pages pages,
            TransferLimits limits,
            TransferFigures figures,
            Clock clock) {
        var started = new StartedOperations(operations, new OperationMessages(clock));
        this.graphs = new GraphCalls(parts.graphs(), parts.graphDeletion(), started, idempotency, pages);
        this.snapshots = new SnapshotCalls(parts, started, idempotency, pages, clock);
        this.restores = new RestoreCalls(parts.restores(), started, idempotency);
        this.stats = new StatsCalls(parts.stats());
        this.diffs = new DiffCalls(parts.diffs());
        this.downloads = new DownloadCalls(parts.downloads(), limits, figures);
        this.cleanups = new CleanupCalls(parts.cleanups(), started, idempotency);
        this.pushes = new PushCalls(pushed, idempotency, limits, figures);
        this.uploads = new UploadCalls(uploaded, idempotency, limits, figures);
        this.verifications = new VerifyCalls(parts.verifications(), parts.repairs(), started, idempotency);
    }

    public ServiceMethods methods() {
        var service = ServiceMethods.of(BackupServiceGrpc.getServiceDescriptor());
        graphs.addTo(service);
        snapshots.addTo(service);
        restores.addTo(service);
        cleanups.addTo(service);
        diffs.addTo(service);
        downloads.addTo(service);
        stats.addTo(service);
        verifications.addTo(service);
        uploads.addTo(service);
        pushes.addTo(service);
        return service;
    }
}
