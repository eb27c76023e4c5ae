package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.NewSegmentRow;
import io.graphkeep.server.catalog.store.NewSegments;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/** The new segments of a session, written to the catalog in batches; they count once the session has committed. */
final class SegmentStage {
    private static final int BATCH = 200;

    private final Database database;
    private final UUID session;
    private final RoaringBitmap numbers;
    private final Map<SegmentId, NewSegmentRow> waiting = new LinkedHashMap<>();

    /** The numbers that segments are given are added to the bitmap. */
    SegmentStage(Database database, UUID session, RoaringBitmap numbers) {
        this.database = database;
        this.session = session;
        this.numbers = numbers;
    }

    boolean isWaiting(SegmentId id) {
        return waiting.containsKey(id);
    }

    void add(Segment segment, Locator locator) {
        var row = new NewSegmentRow(
                segment.id().toBytes(), segment.bytes(), segment.size(), locator.encode(), locator.packs());
        waiting.put(segment.id(), row);
        if (waiting.size() == BATCH) {
            flush();
        }
    }

    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        var rows = List.copyOf(waiting.values());
        var staged = database.inTransaction(tx -> tx.mapper(SegmentMapper.class).stage(session, NewSegments.of(rows)));
        if (staged.size() < rows.size()) {
            throw StoreFailures.stale(session);
        }
        staged.forEach(number -> numbers.add(Math.toIntExact(number)));
        waiting.clear();
    }
}
