package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.server.catalog.store.CheckedSegmentRow;
import io.graphkeep.server.catalog.store.SegmentState;
import io.graphkeep.transfer.SegmentId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Looks whether the catalog's rows agree: that every segment which a snapshot names is there and counts, and that every
 * segment which counts names packs that are there.
 *
 * <p>In batches, each of them one statement, while captures and collections go on.
 */
final class CatalogCheck {
    private static final int BATCH = 5_000;

    private final Database database;

    CatalogCheck(Database database) {
        this.database = database;
    }

    /**
     * What came of a look.
     *
     * @param hits segments whose rows do not agree with others
     * @param missing numbers that snapshots name and that no segment has
     * @param condemned those of the needed ones that were condemned when they were looked at
     */
    record Outcome(List<SegmentHit> hits, RoaringBitmap missing, RoaringBitmap condemned) {}

    /** Looks at all segments there are, and at those that are needed. */
    Outcome ofAll(RoaringBitmap needed, CheckWatch watch) {
        var outcome = new Outcome(new ArrayList<>(), needed.clone(), new RoaringBitmap());
        var after = 0L;
        while (true) {
            var from = after;
            watch.read(0);
            var rows = database.read(tx -> tx.mapper(CheckMapper.class).segmentsAfter(from, BATCH));
            rows.forEach(row -> look(row, needed, outcome));
            if (rows.size() < BATCH) {
                return outcome;
            }
            after = rows.getLast().number();
        }
    }

    /** Looks at these segments alone. */
    Outcome of(RoaringBitmap needed, CheckWatch watch) {
        var outcome = new Outcome(new ArrayList<>(), needed.clone(), new RoaringBitmap());
        var numbers = Bitmaps.longs(needed);
        for (var from = 0; from < numbers.length; from += BATCH) {
            var batch = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + BATCH));
            watch.read(0);
            database.read(tx -> tx.mapper(CheckMapper.class).segments(batch))
                    .forEach(row -> look(row, needed, outcome));
        }
        return outcome;
    }

    private static void look(CheckedSegmentRow row, RoaringBitmap needed, Outcome outcome) {
        var number = Math.toIntExact(row.number());
        outcome.missing().remove(number);
        var isNeeded = needed.contains(number);
        if (row.state() == SegmentState.CONDEMNED) {
            if (isNeeded) {
                outcome.condemned().add(number);
            }
            return;
        }
        if (!row.committed() && !isNeeded) {
            return;
        }
        var hit = hit(row);
        if (hit != null) {
            outcome.hits().add(hit);
        }
    }

    private static @Nullable SegmentHit hit(CheckedSegmentRow row) {
        if (!row.committed()) {
            return hit(row, null, "is needed, and the session that made it has not committed");
        }
        try {
            var locator = Locator.decode(row.locator());
            var why = wrong(row, locator);
            if (why != null) {
                return hit(row, null, why);
            }
            var placeless = PlacedLists.placeless(locator);
            return placeless.isPresent()
                    ? hit(row, placeless.get(), "has lost " + placeless.get().cardinality() + " of its chunks")
                    : null;
        } catch (DamagedException e) {
            return hit(row, null, "has a place that cannot be read: " + e.getMessage());
        }
    }

    private static SegmentHit hit(CheckedSegmentRow row, @Nullable BitSet chunks, String why) {
        return new SegmentHit(
                row.number(),
                SegmentId.fromBytes(row.id()),
                row.locator(),
                chunks,
                SegmentHit.CATALOG,
                "Segment number " + row.number() + " " + why + ".");
    }

    private static @Nullable String wrong(CheckedSegmentRow row, Locator locator) {
        if (locator.chunks() != row.chunks()) {
            return "has " + row.chunks() + " chunks, and its place names " + locator.chunks();
        }
        var placed = PlacedLists.placeless(locator).isPresent() ? PlacedLists.named(locator) : locator.packs();
        if (!Arrays.equals(sorted(placed), sorted(row.packs()))) {
            return "names other packs than its place";
        }
        return row.livePacks() == row.packs().length
                ? null
                : "lies in " + row.packs().length + " packs, and " + row.livePacks() + " of them are there";
    }

    private static long[] sorted(long[] numbers) {
        return Arrays.stream(numbers).sorted().distinct().toArray();
    }
}
