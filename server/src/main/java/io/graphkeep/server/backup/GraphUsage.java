package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.usage.GraphSumsRow;
import io.graphkeep.server.catalog.usage.UsageMapper;
import io.graphkeep.server.store.HeldBytes;
import java.util.UUID;
import java.util.function.Function;

/** What the snapshots of a graph hold together and take of the store: added up once for each set of snapshots, and kept. */
public final class GraphUsage {
    private final Database database;
    private final Function<UUID, HeldBytes> store;

    public GraphUsage(Database database, Function<UUID, HeldBytes> store) {
        this.database = database;
        this.store = store;
    }

    /** The sums with what they lacked. */
    GraphSumsRow known(GraphSumsRow row) {
        if (row.uniqueBytes() != null && row.storedBytes() != null) {
            return row;
        }
        var held = store.apply(row.graphUid());
        database.inTransaction(transaction -> transaction
                .mapper(UsageMapper.class)
                .put(row.graphUid(), row.snapshotSet(), held.plain(), held.stored()));
        return row.holding(held.plain(), held.stored());
    }

    /** What the snapshots of a graph take of the store. */
    long storedBytes(UUID graph) {
        return database
                .read(transaction -> transaction.mapper(UsageMapper.class).graphs(graph, null, null))
                .stream()
                .map(this::known)
                .map(GraphSumsRow::storedBytes)
                .mapToLong(bytes -> bytes == null ? 0 : bytes)
                .sum();
    }
}
