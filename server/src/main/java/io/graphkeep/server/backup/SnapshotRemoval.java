package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import java.util.UUID;
import java.util.function.Consumer;

/** Takes a snapshot out of the store and then out of the catalog; begun again after an interruption it goes on. */
public interface SnapshotRemoval {
    /**
     * Deletes a snapshot for good; one that is gone is well.
     *
     * @param check run in the transaction that begins it, with the row locked, unless it has begun already; what it throws
     *     stops it
     * @param atEnd run in the transaction that drops the row
     */
    void delete(UUID snapshot, String deletedBy, Consumer<Transaction> check, Consumer<Transaction> atEnd);
}
