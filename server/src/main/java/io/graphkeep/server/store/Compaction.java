package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.SegmentState;
import io.graphkeep.server.catalog.store.SessionKind;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.catalog.store.ThinnedPackRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.roaringbitmap.RoaringBitmap;

/**
 * Rewrites packs that are mostly dead, and gathers segments that are spread over many packs.
 *
 * <p>In rounds, each of which is a session of its own: what lives is copied and hashed, made durable, and then the locators are
 * moved in one transaction. A round that dies leaves orphans and nothing else. Only packs in which something has died since they
 * were looked at last are looked at, and only the catalog is read for that.
 */
final class Compaction {
    private static final int PAGE = 200;
    private static final int SPREAD_PAGE = 500;
    private static final long ROUND_BYTES = 64L << 20;

    /** About what a segment has. */
    private static final long SEGMENT_BYTES = 300L << 10;

    private final StoreParts parts;
    private final CompactionLimits limits;
    private final RewriteRule rule;
    private final Runnable betweenSteps;
    private final Set<Long> rewritten = new HashSet<>();
    private long budget;
    private long written;

    /**
     * A compaction.
     *
     * @param budget bytes that may be rewritten
     */
    Compaction(StoreParts parts, CompactionLimits limits, long budget, Runnable betweenSteps) {
        this.parts = parts;
        this.limits = limits;
        this.rule = new RewriteRule(parts, limits);
        this.budget = budget;
        this.betweenSteps = betweenSteps;
    }

    /**
     * What was done.
     *
     * @param packs that were rewritten, by their numbers
     * @param written bytes of the new packs
     * @param isCutShort whether the disk has no room for more
     */
    record Done(Set<Long> packs, long written, boolean isCutShort) {}

    Done run() throws IOException {
        try {
            if (limits.dead() <= 1) {
                rewriteThinned();
            }
            gatherSpread();
            return new Done(Set.copyOf(rewritten), written, false);
        } catch (GraphkeepException e) {
            if (e.reason() != Reason.STORE_FULL) {
                throw e;
            }
            return new Done(Set.copyOf(rewritten), written, true);
        }
    }

    private void rewriteThinned() throws IOException {
        var round = new TreeSet<Long>();
        var bytes = 0L;
        var after = 0L;
        while (true) {
            var from = after;
            var page =
                    parts.database().read(tx -> tx.mapper(CollectorMapper.class).thinned(from, PAGE));
            for (var pack : page) {
                betweenSteps.run();
                if (isWorthIt(pack) && take(pack.size())) {
                    round.add(pack.number());
                    bytes += pack.size();
                }
                if (bytes >= ROUND_BYTES) {
                    rewrite(round);
                    round.clear();
                    bytes = 0;
                }
            }
            if (page.isEmpty()) {
                rewrite(round);
                return;
            }
            after = page.getLast().number();
        }
    }

    private boolean take(long bytes) {
        if (bytes > budget) {
            return false;
        }
        budget -= bytes;
        return true;
    }

    /** Those that are not are not looked at again until more of them has died. */
    private boolean isWorthIt(ThinnedPackRow pack) throws IOException {
        var living = living(pack.number());
        if (living.isEmpty()) {
            return false;
        }
        var verdict = rule.of(pack, living);
        if (!verdict.isDue() && !verdict.isWaiting()) {
            parts.database()
                    .inTransaction(tx -> tx.mapper(CollectorMapper.class).unthin(pack.number()));
        }
        return verdict.isDue();
    }

    private List<SegmentRow> living(long pack) {
        return parts.database().read(tx -> tx.mapper(SegmentMapper.class).inPack(pack)).stream()
                .filter(row -> row.state() == SegmentState.LIVE)
                .toList();
    }

    private void rewrite(Set<Long> old) throws IOException {
        if (old.isEmpty()) {
            return;
        }
        var rows = new ArrayList<SegmentRow>();
        var known = new RoaringBitmap();
        for (var pack : old) {
            parts.database().read(tx -> tx.mapper(SegmentMapper.class).compactable(pack)).stream()
                    .filter(row -> known.checkedAdd(Math.toIntExact(row.number())))
                    .forEach(rows::add);
        }
        copyAndMove(rows, old);
        rewritten.addAll(old);
    }

    private void gatherSpread() throws IOException {
        var after = 0L;
        while (true) {
            var from = after;
            var page = parts.database()
                    .read(tx -> tx.mapper(SegmentMapper.class).spread(limits.spread(), from, SPREAD_PAGE));
            if (page.isEmpty() || budget <= 0) {
                return;
            }
            budget -= page.size() * SEGMENT_BYTES;
            var old = new TreeSet<Long>();
            for (var row : page) {
                for (var pack : Locator.decode(row.locator()).packs()) {
                    old.add(pack);
                }
            }
            copyAndMove(page, old);
            after = page.getLast().number();
        }
    }

    private void copyAndMove(List<SegmentRow> rows, Set<Long> old) throws IOException {
        betweenSteps.run();
        var session = parts.sessions().open(SessionKind.COMPACT, null, null, 0);
        var moved = false;
        try {
            var copy = new SegmentCopy(session, parts, old);
            for (var row : rows) {
                betweenSteps.run();
                copy.add(row);
            }
            written += copy.finish();
            new LocatorMove(parts, session, copy)
                    .run(rows.stream().map(SegmentRow::number).collect(Collectors.toList()), old);
            moved = true;
        } finally {
            if (!moved) {
                parts.sessions().end(session, SessionState.ABORTED);
            }
            parts.sessions().forget(session);
        }
    }
}
