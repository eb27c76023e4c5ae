package io.graphkeep.server.store;

import io.graphkeep.transfer.SegmentId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Gathers what a check finds damaged, by the object that it lies in.
 *
 * <p>All of it is counted; what is told one by one is bounded, whatever a lost disk brings. Not thread-safe.
 */
final class DamageTally {
    private static final int MOST_OBJECTS = 1_000;
    private static final int MOST_SEGMENTS = 20_000;

    private final Map<String, Found> objects = new LinkedHashMap<>();
    private final RoaringBitmap lost = new RoaringBitmap();
    private final Set<UUID> corrupt = new LinkedHashSet<>();
    private String beyondLast = "";
    private long beyond;
    private int segments;

    private static final class Found {
        private final String detail;
        private final RoaringBitmap numbers = new RoaringBitmap();
        private final Map<SegmentId, Optional<BitSet>> segments = new LinkedHashMap<>();
        private final Set<UUID> snapshots = new LinkedHashSet<>();

        private Found(String detail) {
            this.detail = detail;
        }
    }

    /** An object that is damaged, whether anything needs it or not. */
    void object(String name, String detail) {
        var _ = found(name, detail);
    }

    /** An object that one snapshot needs as a whole. */
    void objectOf(UUID snapshot, String name, String detail) {
        corrupt.add(snapshot);
        var found = found(name, detail);
        if (found != null) {
            found.snapshots.add(snapshot);
        }
    }

    void segment(SegmentHit hit) {
        var number = Math.toIntExact(hit.number());
        lost.add(number);
        var found = found(hit.object(), hit.detail());
        if (found == null) {
            return;
        }
        found.numbers.add(number);
        if (segments < MOST_SEGMENTS) {
            segments++;
            found.segments.merge(hit.id(), Optional.ofNullable(hit.chunks()), DamageTally::both);
        }
    }

    /** Segments that snapshots name and that are not there. */
    void missing(RoaringBitmap numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        lost.or(numbers);
        var found = found(
                SegmentHit.CATALOG,
                "The catalog has lost " + numbers.getCardinality() + " segments that snapshots name, the first of them"
                        + " number " + Integer.toUnsignedLong(numbers.first()) + ".");
        if (found != null) {
            found.numbers.or(numbers);
        }
    }

    /** A snapshot and the segments that it needs. */
    void snapshot(UUID id, RoaringBitmap needs) {
        if (!RoaringBitmap.intersects(needs, lost)) {
            return;
        }
        corrupt.add(id);
        for (var found : objects.values()) {
            if (RoaringBitmap.intersects(found.numbers, needs)) {
                found.snapshots.add(id);
            }
        }
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    /** The numbers of all segments that cannot be read. */
    RoaringBitmap lost() {
        return lost;
    }

    long damagedObjects() {
        return objects.size() + beyond;
    }

    List<UUID> corrupt() {
        return List.copyOf(corrupt);
    }

    List<DamagedObject> objects() {
        var all = new ArrayList<DamagedObject>();
        objects.forEach((name, found) ->
                all.add(new DamagedObject(name, found.detail, List.copyOf(found.snapshots), found.segments)));
        return all;
    }

    private @Nullable Found found(String name, String detail) {
        var known = objects.get(name);
        if (known != null) {
            return known;
        }
        if (objects.size() == MOST_OBJECTS) {
            beyond += name.equals(beyondLast) ? 0 : 1;
            beyondLast = name;
            return null;
        }
        var found = new Found(detail);
        objects.put(name, found);
        return found;
    }

    private static Optional<BitSet> both(Optional<BitSet> one, Optional<BitSet> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        var both = (BitSet) one.get().clone();
        both.or(other.get());
        return Optional.of(both);
    }
}
