package io.graphkeep.server.store.rebuild;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.format.v1.CommitFact;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.format.v1.StateRecord.FactCase;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.rebuild.RebuiltSnapshotRow.Wishes;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that the store's records say now of one graph or snapshot. */
record Facts(Map<FactCase, StateRecord> byKind) {
    static Facts ofGraph(Transaction tx, UUID uid) {
        return of(tx, "graph/" + uid);
    }

    static Facts ofSnapshot(Transaction tx, UUID id) {
        return of(tx, "snapshot/" + id);
    }

    private static Facts of(Transaction tx, String subject) {
        var facts = new EnumMap<FactCase, StateRecord>(FactCase.class);
        for (var row : tx.mapper(RebuildMapper.class).factsOf(subject)) {
            try {
                facts.put(FactCase.valueOf(row.fact()), StateRecord.parseFrom(row.payload()));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("A record that was read before cannot be read again", e);
            }
        }
        return new Facts(facts);
    }

    @Nullable
    StateRecord get(FactCase kind) {
        return byKind.get(kind);
    }

    boolean isDeleted() {
        return byKind.containsKey(FactCase.DELETION);
    }

    /** Who deleted it. */
    String deletedBy() {
        var record = byKind.get(FactCase.DELETION);
        return record == null ? "" : record.getDeletion().getDeletedBy();
    }

    @Nullable
    CommitFact commit() {
        var record = byKind.get(FactCase.COMMIT);
        return record == null ? null : record.getCommit();
    }

    Map<String, String> labels() {
        var record = byKind.get(FactCase.LABELS);
        return record == null ? Map.of() : record.getLabels().getLabelsMap();
    }

    /** What people have said of a snapshot. */
    Wishes wishes() {
        var described = byKind.get(FactCase.DESCRIPTION);
        var description = described == null ? "" : described.getDescription().getDescription();
        var held = byKind.get(FactCase.HOLD);
        if (held == null || held.getHold().getReason().isEmpty()) {
            return new Wishes(labels(), description, null, null, null, null);
        }
        var hold = held.getHold();
        var until = hold.getUntilUs() == 0 ? null : time(hold.getUntilUs());
        return new Wishes(labels(), description, hold.getReason(), hold.getHeldBy(), time(hold.getSinceUs()), until);
    }

    static OffsetDateTime time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
