package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.ThinnedPackRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/** How many chunks of a pack living segments name, descriptors included; what several name counts once. */
final class LivingChunks {
    private LivingChunks() {}

    /**
     * Which share of a pack's chunks no living segment names; 1 where none names any, and where the pack cannot be read: what
     * should live in that is found damaged when it is to be copied.
     */
    static double deadShare(ThinnedPackRow pack, List<SegmentRow> living, PackReaders packs) throws IOException {
        try {
            var all = pack.chunks() == null ? packs.chunks(pack.number()) : pack.chunks();
            return living.isEmpty() || all == 0 ? 1 : 1 - (double) Math.min(count(pack.number(), living), all) / all;
        } catch (DamagedException e) {
            return 1;
        }
    }

    private static long count(long pack, List<SegmentRow> living) throws DamagedException {
        var places = new HashMap<Integer, RoaringBitmap>();
        for (var row : living) {
            var locator = Locator.decode(row.locator());
            add(places, pack, locator.descriptor());
            locator.runs().forEach(run -> add(places, pack, run));
        }
        return places.values().stream()
                .mapToLong(RoaringBitmap::getLongCardinality)
                .sum();
    }

    private static void add(Map<Integer, RoaringBitmap> places, long pack, Locator.Run run) {
        if (run.pack() == pack) {
            places.computeIfAbsent(run.block(), block -> new RoaringBitmap())
                    .add(run.first(), (long) run.first() + run.count());
        }
    }
}
