package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.transfer.SegmentId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * The segments that a session takes of its parent, looked up late and many at a time.
 *
 * <p>Late, because a snapshot that is like its parent takes all of them, and none has to be looked up then. Not thread-safe.
 */
final class ParentTakes {
    /** Some 8 MB. */
    private static final int MOST_WAITING = 1 << 16;

    private final Database database;
    private final SegmentIndex index;
    private final Parent parent;
    private final Consumer<SegmentRow> found;
    private final Set<SegmentId> waiting = new LinkedHashSet<>();
    private RoaringBitmap whole = new RoaringBitmap();
    private boolean missing;

    ParentTakes(Database database, SegmentIndex index, Parent parent, Consumer<SegmentRow> found) {
        this.database = database;
        this.index = index;
        this.parent = parent;
        this.found = found;
    }

    void add(SegmentId segment) {
        waiting.add(segment);
        if (waiting.size() == MOST_WAITING) {
            settle();
        }
    }

    /** Takes all, unless some are damaged: those are never taken over, and looked up they are not found. */
    void addAll() {
        if (parent.id() == null) {
            return;
        }
        for (var number : database.read(tx -> tx.mapper(SegmentMapper.class).damaged())) {
            if (parent.segments().contains(Math.toIntExact(number))) {
                return;
            }
        }
        waiting.clear();
        whole = parent.segments();
    }

    /** All segments of the parent where all are taken, or none. */
    RoaringBitmap whole() {
        return whole;
    }

    /** Looks up what waits; false if something taken before or now is not there. */
    boolean settle() {
        var rows = index.find(waiting, parent.segments());
        missing |= rows.size() < waiting.size();
        rows.values().forEach(found);
        waiting.clear();
        return !missing;
    }
}
