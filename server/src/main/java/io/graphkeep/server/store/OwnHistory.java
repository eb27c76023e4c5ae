package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The segments that a graph's own snapshots refer to, whatever other graphs have.
 *
 * <p>Read from the catalog when the first segment is met that the parent does not have, and then kept: most captures never
 * ask. Not thread-safe.
 */
final class OwnHistory {
    private final Database database;
    private final UUID graph;
    private final Parent parent;
    private @Nullable RoaringBitmap segments;

    OwnHistory(Database database, UUID graph, Parent parent) {
        this.database = database;
        this.graph = graph;
        this.parent = parent;
    }

    boolean holds(long segment) throws IOException {
        var number = Math.toIntExact(segment);
        return parent.segments().contains(number) || segments().contains(number);
    }

    /** The numbers of all of them. */
    RoaringBitmap segments() throws IOException {
        var known = segments;
        if (known != null) {
            return known;
        }
        var union = parent.segments().clone();
        for (var id : database.read(tx -> tx.mapper(StoredSnapshotMapper.class).committed(graph))) {
            var row = database.read(tx -> tx.mapper(StoredSnapshotMapper.class).find(id));
            if (row != null) {
                union.or(Bitmaps.decode(row.segments()));
            }
        }
        segments = union;
        return union;
    }
}
