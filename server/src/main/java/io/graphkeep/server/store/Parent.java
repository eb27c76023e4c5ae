package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotRow;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The snapshot that a session writes against, or none: whole segments of it need no check at the commit, as long as it is
 * committed still.
 */
record Parent(@Nullable UUID id, RoaringBitmap segments) {
    private static final Set<String> COMMITTED = Set.of("COMPLETED", "PARTIAL");

    static Parent none() {
        return new Parent(null, new RoaringBitmap());
    }

    /** A snapshot that is going, damaged or of another graph is no parent. */
    static Parent load(Database database, @Nullable UUID id, UUID graph) throws DamagedException {
        if (id == null) {
            return none();
        }
        var row = database.read(tx -> tx.mapper(StoredSnapshotMapper.class).find(id));
        if (row == null || !isCommitted(row) || !row.graphUid().equals(graph)) {
            return none();
        }
        return new Parent(id, Bitmaps.decode(row.segments()));
    }

    /** Whether it is committed, and stays so until the transaction ends. */
    boolean holds(Transaction tx) {
        if (id == null) {
            return false;
        }
        var row = tx.mapper(StoredSnapshotMapper.class).lockShared(id);
        return row != null && isCommitted(row);
    }

    private static boolean isCommitted(StoredSnapshotRow row) {
        return COMMITTED.contains(row.state());
    }
}
