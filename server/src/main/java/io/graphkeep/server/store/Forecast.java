package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.PackSum;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.SegmentState;
import io.graphkeep.server.catalog.store.ThinnedPackRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/**
 * What collections would remove and rewrite if some snapshots were gone.
 *
 * <p>It changes nothing, asks the catalog alone, and reads as much as there is that is dead.
 */
final class Forecast {
    private static final int BATCH = 5_000;
    private static final int PAGE = 200;

    private final StoreParts parts;
    private final Runnable betweenSteps;
    private final RoaringBitmap dead;
    private final Set<Long> thinning;

    /** A forecast for when these snapshots are gone. */
    Forecast(StoreParts parts, Set<UUID> gone, Runnable betweenSteps) throws DamagedException {
        this.parts = parts;
        this.betweenSteps = betweenSteps;
        this.dead = new Condemnation(parts.database(), Mark.without(parts.database(), gone)).unreferenced();
        this.thinning = packsOf(Bitmaps.longs(dead));
    }

    /** The packs into which nothing living would point any more. */
    PackSum dying() {
        var dying = thinning.stream().filter(this::isDead).toList();
        dying.forEach(thinning::remove);
        var numbers = dying.stream().mapToLong(Long::longValue).toArray();
        return parts.database().read(tx -> tx.mapper(CollectorMapper.class).sumOf(numbers));
    }

    /**
     * The packs that a compaction would rewrite then, and the bytes that it would give back, as their chunks' mean size has it.
     *
     * @param budget bytes that it may rewrite
     */
    PackSum rewritten(CompactionLimits limits, long budget) throws IOException {
        var rule = new RewriteRule(parts, limits);
        var packs = 0L;
        var back = 0L;
        var left = budget;
        var after = 0L;
        while (true) {
            betweenSteps.run();
            var from = after;
            var thinned =
                    parts.database().read(tx -> tx.mapper(CollectorMapper.class).thinned(from, PAGE));
            if (thinned.isEmpty()) {
                break;
            }
            thinned.forEach(pack -> thinning.add(pack.number()));
            after = thinned.getLast().number();
        }
        var numbers = thinning.stream().mapToLong(Long::longValue).toArray();
        for (var from = 0; from < numbers.length; from += PAGE) {
            var page = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + PAGE));
            for (var pack :
                    parts.database().read(tx -> tx.mapper(CollectorMapper.class).living(page))) {
                betweenSteps.run();
                var verdict = rule.of(pack, living(pack));
                if (verdict.isDue() && verdict.dead() < 1 && pack.size() <= left) {
                    left -= pack.size();
                    packs++;
                    back += (long) (verdict.dead() * pack.size());
                }
            }
        }
        return new PackSum(packs, back);
    }

    private List<SegmentRow> living(ThinnedPackRow pack) {
        return parts.database().read(tx -> tx.mapper(SegmentMapper.class).inPack(pack.number())).stream()
                .filter(row -> row.state() == SegmentState.LIVE && !dead.contains((int) row.number()))
                .toList();
    }

    private Set<Long> packsOf(long[] segments) {
        var packs = new TreeSet<Long>();
        for (var from = 0; from < segments.length; from += BATCH) {
            betweenSteps.run();
            var batch = Arrays.copyOfRange(segments, from, Math.min(segments.length, from + BATCH));
            packs.addAll(
                    parts.database().read(tx -> tx.mapper(SegmentMapper.class).packsOf(batch)));
        }
        return packs;
    }

    private boolean isDead(long pack) {
        betweenSteps.run();
        return parts.database().read(tx -> tx.mapper(CollectorMapper.class).livingIn(pack)).stream()
                .allMatch(segment -> dead.contains(segment.intValue()));
    }
}
