package io.graphkeep.server.backup.receive;

import com.google.protobuf.Any;
import io.graphkeep.server.backup.GraphPolicies;
import io.graphkeep.server.backup.Lookups;
import io.graphkeep.server.backup.SnapshotMessages;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationKind;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.v1.Snapshot;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Optional;

/** How operations end in which a client sends a snapshot. Its session ends by itself, with its lease at the latest. */
public final class ReceiveKind implements OperationKind {
    private final GraphPolicies policies;
    private final EventLog events;
    private final Clock clock;

    public ReceiveKind(GraphPolicies policies, EventLog events, Clock clock) {
        this.policies = policies;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return Operations.RECEIVE;
    }

    @Override
    public OnTakeover onTakeover() {
        return OnTakeover.WAIT;
    }

    @Override
    public void settle(Transaction tx, OperationRow operation) {
        var snapshot = operation.snapshotId();
        if (snapshot == null) {
            return;
        }
        tx.mapper(SnapshotMapper.class).dropCreating(snapshot);
        var event = Event.of(
                        EventKind.SNAPSHOT_FAILED,
                        operation.createdBy(),
                        "What was sent for graph " + operation.graphId() + " ended without a snapshot.")
                .severity(Severity.ERROR)
                .snapshot(snapshot)
                .operation(operation.id());
        var uid = operation.graphUid();
        var id = operation.graphId();
        events.append(tx, uid == null || id == null ? event : event.graph(uid, id));
    }

    @Override
    public Optional<Any> concluded(Transaction tx, OperationRow operation) {
        var id = operation.snapshotId();
        var row = id == null ? null : tx.mapper(SnapshotMapper.class).find(id);
        return row == null || row.manifestDigest() == null ? Optional.empty() : Optional.of(Any.pack(message(tx, row)));
    }

    /** The snapshot as its sender sees it. */
    Snapshot message(Transaction tx, SnapshotRow row) {
        return SnapshotMessages.message(
                row, policies.protectedPeriod(Lookups.graphOf(tx, row)), OffsetDateTime.now(clock));
    }
}
