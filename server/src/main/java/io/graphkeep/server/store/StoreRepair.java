package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.SessionKind;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds out what of damaged data is lost for good, before anything is stored anew.
 *
 * <p>Everything that was found damaged is read once more: what a disk could not give for a moment is whole, and its mark is
 * taken away. What is left is healed by a write session that reads a live source: see {@link WriteSession#heal}.
 */
public final class StoreRepair {
    private static final int BATCH = 1_000;

    private final StoreParts parts;

    StoreRepair(StoreParts parts) {
        this.parts = parts;
    }

    /**
     * Reads again what was found damaged.
     *
     * @param changes whether marks are taken from what is whole, and snapshots that are whole again told so
     */
    public RepairNeed look(RepairScope scope, boolean changes, int workers, CheckWatch watch)
            throws InterruptedException {
        var session = parts.sessions().open(SessionKind.READ, null, null, 0);
        try (var work = new PackWork(parts, CheckLevel.CONTENT, workers, watch)) {
            var rows = damaged(scope);
            var lost = lost(rows, work, watch);
            parts.sessions().renew(session);
            if (changes) {
                unmark(rows.stream()
                        .filter(row -> !lost.containsKey(row.number()))
                        .toList());
                parts.damage().settleHealed();
            }
            var segments = new ArrayList<RepairNeed.Lost>();
            for (var row : rows) {
                var chunks = lost.get(row.number());
                if (chunks != null) {
                    segments.add(segment(row, chunks));
                }
            }
            return new RepairNeed(
                    segments,
                    scope,
                    rows.size() < scope.most() ? null : rows.getLast().number());
        } catch (IOException e) {
            throw StoreFailures.of(e);
        } finally {
            parts.sessions().end(session, SessionState.CLOSED);
        }
    }

    /** Those of these snapshots that need damaged data still. */
    public List<UUID> corrupt(Collection<UUID> snapshots) {
        var corrupt = new HashSet<>(parts.database()
                .read(tx -> tx.mapper(StoredSnapshotMapper.class).inStates(List.of("CORRUPT"))));
        return snapshots.stream().filter(corrupt::contains).toList();
    }

    private RoaringBitmap needed(Collection<UUID> snapshots) throws IOException {
        var needed = new RoaringBitmap();
        for (var id : snapshots) {
            var row = parts.database()
                    .read(tx -> Optional.ofNullable(
                            tx.mapper(StoredSnapshotMapper.class).find(id)));
            if (row.isPresent()) {
                needed.or(Bitmaps.decode(row.get().segments()));
            }
        }
        return needed;
    }

    private List<SegmentRow> damaged(RepairScope scope) throws IOException {
        var needed = needed(scope.snapshots());
        var damaged = new ArrayList<SegmentRow>();
        var after = scope.after();
        List<SegmentRow> rows;
        do {
            var from = after;
            rows = parts.database().read(tx -> tx.mapper(CheckMapper.class).damagedAfter(from, BATCH));
            rows.stream()
                    .filter(row -> row.number() <= scope.upTo() && needed.contains((int) row.number()))
                    .forEach(damaged::add);
            after = rows.isEmpty() ? after : rows.getLast().number();
        } while (rows.size() == BATCH && damaged.size() < scope.most() && after < scope.upTo());
        return damaged.size() <= scope.most() ? damaged : List.copyOf(damaged.subList(0, scope.most()));
    }

    /** The lost chunks of those segments that have lost any; an empty set where the list is lost. */
    private Map<Long, BitSet> lost(List<SegmentRow> rows, PackWork work, CheckWatch watch)
            throws IOException, InterruptedException {
        var numbers = new RoaringBitmap();
        rows.forEach(row -> numbers.add(Math.toIntExact(row.number())));
        var lists = new HashSet<Long>();
        var lost = new HashMap<Long, BitSet>();
        new CatalogCheck(parts.database()).of(numbers, watch).hits().forEach(hit -> add(hit, lists, lost));
        var packs = parts.database().read(tx -> tx.mapper(SegmentMapper.class).packsOf(Bitmaps.longs(numbers))).stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        var found = parts.database().read(tx -> tx.mapper(PackMapper.class).find(packs));
        watch.expect(found.size(), 0);
        for (var outcome : work.run(found, numbers)) {
            outcome.hits().forEach(hit -> add(hit, lists, lost));
        }
        lists.forEach(number -> lost.put(number, new BitSet()));
        return lost;
    }

    private static void add(SegmentHit hit, Set<Long> lists, Map<Long, BitSet> lost) {
        var chunks = hit.chunks();
        if (chunks == null) {
            lists.add(hit.number());
            return;
        }
        lost.computeIfAbsent(hit.number(), number -> new BitSet()).or(chunks);
    }

    private RepairNeed.Lost segment(SegmentRow row, BitSet lost) throws IOException {
        var id = SegmentId.fromBytes(row.id());
        if (!lost.isEmpty()) {
            try {
                var list = new DescriptorReader(parts.packs()).read(row).segment();
                return new RepairNeed.Lost(row.number(), id, row.locator(), list.size(), list, lost);
            } catch (DamagedException | FormatException e) {
                // It went in the meantime: all of it is lost then.
                return whole(row, id);
            }
        }
        return whole(row, id);
    }

    private RepairNeed.Lost whole(SegmentRow row, SegmentId id) {
        var numbers = new long[] {row.number()};
        var rows = parts.database().read(tx -> tx.mapper(CheckMapper.class).segments(numbers));
        var chunks = rows.isEmpty() ? 1 : rows.getFirst().chunks();
        var all = new BitSet();
        all.set(0, chunks);
        return new RepairNeed.Lost(row.number(), id, row.locator(), chunks, null, all);
    }

    private void unmark(List<SegmentRow> whole) {
        if (whole.isEmpty()) {
            return;
        }
        var numbers = whole.stream().mapToLong(SegmentRow::number).toArray();
        var locators = whole.stream().map(SegmentRow::locator).toArray(byte[][]::new);
        parts.database().inTransaction(tx -> {
            tx.mapper(InstanceMapper.class).lockCommitsAlone();
            return tx.mapper(CheckMapper.class).markWhole(numbers, locators);
        });
    }
}
