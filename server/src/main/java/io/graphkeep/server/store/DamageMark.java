package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;

/** Marks a segment as damaged, so that it is never a hit again and the next capture stores it anew. */
final class DamageMark {
    private DamageMark() {}

    static void set(Database database, SegmentRow row) {
        database.inTransaction(tx -> tx.mapper(SegmentMapper.class).markDamaged(row.number()));
    }
}
