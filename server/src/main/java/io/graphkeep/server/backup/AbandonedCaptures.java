package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;

/**
 * Removes the rows of snapshots that nobody is making any more: their operation has ended, and so has their session.
 *
 * <p>An operation that ends well or badly settles its snapshot itself; this is for one whose end could not.
 */
public final class AbandonedCaptures {
    private final Database database;
    private final BackupEvents events;

    AbandonedCaptures(Database database, BackupEvents events) {
        this.database = database;
        this.events = events;
    }

    /** Settles all that there are; each with its event, and once, whoever does it at the same time. */
    public void settle() {
        for (var row : database.read(tx -> tx.mapper(SnapshotMapper.class).abandoned())) {
            database.inTransaction(tx -> {
                if (tx.mapper(SnapshotMapper.class).dropAbandoned(row.id()) == 1) {
                    events.captureAbandoned(tx, row);
                }
                return row;
            });
        }
    }
}
