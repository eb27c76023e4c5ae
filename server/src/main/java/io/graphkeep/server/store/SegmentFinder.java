package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/** Finds the segments of one committed snapshot, in batches, and keeps those that were asked for last. */
final class SegmentFinder {
    private static final int BATCH = 500;
    private static final int KEPT = 1_000;

    private final Database database;
    private final DescriptorReader descriptors;
    private final RoaringBitmap segments;
    private final Map<SegmentId, DescriptorReader.Found> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SegmentId, DescriptorReader.Found> eldest) {
            return size() > KEPT;
        }
    };

    SegmentFinder(Database database, PackReaders packs, RoaringBitmap segments) {
        this.database = database;
        this.descriptors = new DescriptorReader(packs);
        this.segments = segments;
    }

    DescriptorReader.Found find(SegmentId id) throws IOException {
        if (!kept.containsKey(id)) {
            load(List.of(id));
        }
        var found = kept.get(id);
        if (found == null) {
            throw new DamagedException("Segment " + id + " is not in the catalog.");
        }
        return found;
    }

    /** Loads many at once, at most {@value #BATCH}; what is missing among them is told when it is asked for. */
    void load(Collection<SegmentId> ids) throws IOException {
        var wanted = ids.stream()
                .filter(id -> !kept.containsKey(id))
                .distinct()
                .limit(BATCH)
                .map(ContentId::toBytes)
                .toArray(byte[][]::new);
        if (wanted.length == 0) {
            return;
        }
        var best = new HashMap<SegmentId, SegmentRow>();
        for (var row : database.read(tx -> tx.mapper(SegmentMapper.class).findCommitted(wanted))) {
            best.merge(SegmentId.fromBytes(row.id()), row, (one, other) -> rank(one) >= rank(other) ? one : other);
        }
        for (var row : best.values()) {
            kept.put(SegmentId.fromBytes(row.id()), descriptors.require(row));
        }
    }

    /** A segment that was found damaged may have been stored anew since. */
    private int rank(SegmentRow row) {
        return (row.damaged() ? 0 : 2) + (segments.contains((int) row.number()) ? 1 : 0);
    }
}
