package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.v1.CreateSnapshotRequest;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The row of a capture that runs, for tests that call its handler themselves. */
final class RunningCapture {
    private RunningCapture() {}

    /** A capture that runs, of this graph. */
    static OperationRow of(UUID graph, Clock clock) {
        var now = OffsetDateTime.now(clock);
        return new OperationRow(
                UUID.randomUUID(),
                "CAPTURE",
                OperationState.RUNNING,
                graph,
                "books",
                UUID.randomUUID(),
                null,
                CreateSnapshotRequest.getDefaultInstance().toByteArray(),
                null,
                1,
                null,
                null,
                null,
                now,
                false,
                0,
                0,
                0,
                0,
                "",
                null,
                null,
                1,
                now,
                "tester",
                now,
                null);
    }
}
