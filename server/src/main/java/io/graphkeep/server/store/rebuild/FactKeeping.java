package io.graphkeep.server.store.rebuild;

import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.rebuild.FactRow;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import java.util.ArrayList;
import java.util.List;

/** Keeps of all state records the newest of each subject and kind, in the database and not in memory. */
final class FactKeeping {
    private static final int BATCH = 500;

    private final Database database;
    private final List<FactRow> waiting = new ArrayList<>();

    FactKeeping(Database database) {
        this.database = database;
    }

    void keep(StateRecord record) {
        waiting.add(new FactRow(
                record.getSubject(), record.getFactCase().name(), record.getNumber(), record.toByteArray()));
        if (waiting.size() == BATCH) {
            flush();
        }
    }

    void flush() {
        database.inTransaction(tx -> {
            var mapper = tx.mapper(RebuildMapper.class);
            mapper.relax();
            waiting.forEach(mapper::keepFact);
            return true;
        });
        waiting.clear();
    }
}
