package io.graphkeep.server.store;

import io.graphkeep.format.v1.DeletionFact;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a snapshot in steps, each durable before the next: DELETING, the state record, the manifest, the row.
 *
 * <p>From the first step on it is no parent and is not listed; until the last its segments are kept. A deletion that was
 * interrupted is begun again and goes on where it was; one that has ended is well. Segments and packs are left to the collector.
 */
final class SnapshotDeletion {
    private final StoreParts parts;

    SnapshotDeletion(StoreParts parts) {
        this.parts = parts;
    }

    void run(UUID snapshot, String deletedBy, Consumer<Transaction> check, Consumer<Transaction> atEnd)
            throws IOException {
        parts.gate().requireOpen();
        var row = parts.database().inTransaction(tx -> Optional.ofNullable(begin(tx, snapshot, deletedBy, check)));
        if (row.isEmpty()) {
            return;
        }
        parts.records().putPending();
        parts.backend().delete(ObjectNames.manifest(row.get().graphUid(), snapshot));
        parts.database().inTransaction(tx -> {
            if (tx.mapper(StoredSnapshotMapper.class).drop(snapshot) == 1) {
                atEnd.accept(tx);
            }
            return true;
        });
    }

    private @Nullable StoredSnapshotRow begin(
            Transaction tx, UUID snapshot, String deletedBy, Consumer<Transaction> check) {
        RebuildFence.require(tx);
        var mapper = tx.mapper(StoredSnapshotMapper.class);
        var row = mapper.lock(snapshot);
        if (row == null) {
            return null;
        }
        if (row.state().equals("CREATING")) {
            throw new GraphkeepException(
                    Reason.SNAPSHOT_NOT_READY,
                    "Snapshot " + snapshot + " is being made: cancel its operation instead.");
        }
        if (mapper.startDeleting(snapshot, deletedBy) == 1) {
            check.accept(tx);
            parts.records().append(tx, "snapshot/" + snapshot, fact(row, deletedBy));
        }
        return row;
    }

    private static StateRecord fact(StoredSnapshotRow row, String deletedBy) {
        return StateRecord.newBuilder()
                .setDeletion(DeletionFact.newBuilder()
                        .setGraphUid(row.graphUid().toString())
                        .setSnapshotId(row.id().toString())
                        .setDeletedBy(deletedBy))
                .build();
    }
}
