package io.graphkeep.server.backup;

import io.graphkeep.format.v1.HoldFact;
import io.graphkeep.format.v1.LabelsFact;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.store.StateRecords;
import io.graphkeep.v1.CreateSnapshotRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What was wished for a snapshot when it was asked for: labels, a description, a hold. */
public final class SnapshotWishes {
    private final StateRecords records;

    public SnapshotWishes(StateRecords records) {
        this.records = records;
    }

    /** In the transaction that makes the snapshot visible. */
    public void keep(Transaction tx, CreateSnapshotRequest request, UUID snapshot, String actor, OffsetDateTime now) {
        var subject = "snapshot/" + snapshot;
        if (request.getLabelsCount() > 0) {
            var labels = LabelsFact.newBuilder().putAllLabels(request.getLabelsMap());
            records.append(
                    tx, subject, StateRecord.newBuilder().setLabels(labels).build());
        }
        if (!request.getDescription().isEmpty()) {
            var description = GraphFacts.description(request.getDescription());
            records.append(
                    tx,
                    subject,
                    StateRecord.newBuilder().setDescription(description).build());
        }
        if (!request.hasHold()) {
            return;
        }
        var hold = request.getHold();
        var until = hold.hasExpireTime()
                ? Instant.ofEpochSecond(hold.getExpireTime().getSeconds())
                : null;
        tx.mapper(SnapshotMapper.class)
                .updateHold(
                        snapshot, hold.getReason(), actor, now, until == null ? null : until.atOffset(ZoneOffset.UTC));
        var fact = HoldFact.newBuilder()
                .setReason(hold.getReason())
                .setHeldBy(actor)
                .setSinceUs(ChronoUnit.MICROS.between(Instant.EPOCH, now.toInstant()))
                .setUntilUs(until == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, until));
        records.append(tx, subject, StateRecord.newBuilder().setHold(fact).build());
    }
}
