package io.graphkeep.server.backup.receive;

import io.graphkeep.server.backup.GraphQuota;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.operations.AttendedOperation;
import io.graphkeep.server.store.PushSession;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that is being received by this process.
 *
 * @param parent the graph's newest snapshot when it began; null where there was none
 * @param cut the moment that its content stands for
 * @param arrived bytes that came in streams before
 */
record Reception(
        GraphRow graph,
        UUID snapshot,
        @Nullable UUID parent,
        Instant cut,
        GraphQuota quota,
        AttendedOperation operation,
        PushSession session,
        long arrived) {

    UUID operationId() {
        return operation.context().id();
    }

    /** Throws where it is not to go on. */
    void check() {
        operation.context().checkCancelled();
    }
}
