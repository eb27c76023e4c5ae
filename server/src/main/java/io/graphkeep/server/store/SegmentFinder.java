package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds the segments of one committed snapshot, in batches, and keeps those that were asked for last: some 2,500 bytes each, and
 * 9,500 at most. Thread-safe.
 */
final class SegmentFinder {
    private static final int BATCH = 500;

    /** As many as are asked for at once, and some. */
    static final int FEW = BATCH + 100;

    static final int MANY = 2_000;

    private final Function<byte[][], List<SegmentRow>> lookUp;
    private final DescriptorReader descriptors;
    private final Damage damage;
    private final RoaringBitmap segments;
    private final Map<SegmentId, DescriptorReader.Found> kept;

    /** Keeps so many: {@link #FEW} where they are asked for in order. */
    SegmentFinder(Database database, PackReaders packs, Damage damage, RoaringBitmap segments, int most) {
        this(
                ids -> database.read(tx -> tx.mapper(SegmentMapper.class).findCommitted(ids)),
                packs,
                damage,
                segments,
                most);
    }

    /** Finds the segments of whoever looks them up; of several rows of one id those with one of the numbers are preferred. */
    SegmentFinder(
            Function<byte[][], List<SegmentRow>> lookUp,
            PackReaders packs,
            Damage damage,
            RoaringBitmap segments,
            int most) {
        this.lookUp = lookUp;
        this.descriptors = new DescriptorReader(packs);
        this.damage = damage;
        this.segments = segments;
        this.kept = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<SegmentId, DescriptorReader.Found> eldest) {
                return size() > most;
            }
        });
    }

    /** A segment's list and place. One that cannot be read is recorded as damaged, and taken from another place if it has one. */
    DescriptorReader.Found find(SegmentId id) throws IOException {
        while (true) {
            var known = kept.get(id);
            if (known != null) {
                return known;
            }
            var row = rows(new byte[][] {id.toBytes()}).get(id);
            if (row == null) {
                throw new DamagedException("Segment " + id + " is not in the catalog.");
            }
            try {
                var found = descriptors.read(row);
                kept.put(id, found);
                return found;
            } catch (DamagedException | FormatException e) {
                if (!damage.found(row, e)) {
                    throw e;
                }
            }
        }
    }

    /** Records that a chunk of a segment cannot be read, and finds the segment at another place, or throws the damage. */
    DescriptorReader.Found findElsewhere(DescriptorReader.Found damaged, DamagedException why) throws IOException {
        if (!damage.found(damaged.row(), why)) {
            throw why;
        }
        kept.remove(damaged.segment().id());
        return find(damaged.segment().id());
    }

    /** Loads many at once, at most {@value #BATCH}; what is missing or damaged among them is told when it is asked for. */
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
        for (var row : rows(wanted).entrySet()) {
            try {
                kept.put(row.getKey(), descriptors.read(row.getValue()));
            } catch (DamagedException | FormatException e) {
                // Asked for by itself it is read again, and its damage recorded.
                kept.remove(row.getKey());
            }
        }
    }

    private Map<SegmentId, SegmentRow> rows(byte[][] wanted) {
        var best = new HashMap<SegmentId, SegmentRow>();
        for (var row : lookUp.apply(wanted)) {
            best.merge(SegmentId.fromBytes(row.id()), row, (one, other) -> rank(one) >= rank(other) ? one : other);
        }
        return best;
    }

    /** A segment that was found damaged may have been stored anew since. */
    private int rank(SegmentRow row) {
        return (row.damaged() ? 0 : 2) + (segments.contains((int) row.number()) ? 1 : 0);
    }
}
