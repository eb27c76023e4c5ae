package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.PackState;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.SegmentState;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.SegmentId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds segments by their ids for one session, in batches.
 *
 * <p>What it answers is LIVE when it answers: a segment that was condemned is revived, with the packs of its locator, or not
 * found if they are past that. It stays there as long as the session is open, because the session was opened before any later
 * condemnation.
 */
final class SegmentIndex {
    private static final int BATCH = 1_000;

    private final Database database;
    private final UUID session;

    SegmentIndex(Database database, UUID session) {
        this.database = database;
        this.session = session;
    }

    /** The best row of each id that is usable: of the preferred numbers first, then any other. */
    Map<SegmentId, SegmentRow> find(Collection<SegmentId> ids, RoaringBitmap preferred) {
        return find(ids, preferred, row -> true);
    }

    /** The same of those rows alone that may be known. Of the others nothing is asked or changed. */
    Map<SegmentId, SegmentRow> find(Collection<SegmentId> ids, RoaringBitmap preferred, Predicate<SegmentRow> known) {
        var found = new HashMap<SegmentId, SegmentRow>();
        var all = List.copyOf(ids);
        for (var from = 0; from < all.size(); from += BATCH) {
            find(all.subList(from, Math.min(all.size(), from + BATCH)), preferred, known, found);
        }
        return found;
    }

    /** The usable rows of these ids that may be known. */
    List<SegmentRow> usable(byte[][] ids, Predicate<SegmentRow> known) {
        return database.read(tx -> tx.mapper(SegmentMapper.class).findUsable(ids, session)).stream()
                .filter(known)
                .toList();
    }

    private void find(
            List<SegmentId> ids,
            RoaringBitmap preferred,
            Predicate<SegmentRow> known,
            Map<SegmentId, SegmentRow> found) {
        var wanted = ids.stream().map(ContentId::toBytes).toArray(byte[][]::new);
        var rows = usable(wanted, known);
        var condemned = new ArrayList<SegmentRow>();
        for (var row : rows) {
            if (row.state() == SegmentState.CONDEMNED) {
                condemned.add(row);
                continue;
            }
            var id = SegmentId.fromBytes(row.id());
            var other = found.get(id);
            if (other == null || rank(row, preferred) > rank(other, preferred)) {
                found.put(id, row);
            }
        }
        for (var row : condemned) {
            var id = SegmentId.fromBytes(row.id());
            if (!found.containsKey(id) && revive(row)) {
                found.put(id, row);
            }
        }
    }

    private boolean revive(SegmentRow row) {
        try {
            return database.inTransactionRepeated(tx -> {
                tx.mapper(InstanceMapper.class).lockCommitsShared();
                var numbers = new long[] {row.number()};
                if (!Revival.segments(tx, numbers)) {
                    throw new TooLateException();
                }
                return true;
            });
        } catch (TooLateException e) {
            return false;
        }
    }

    /** Takes back what was revived of a segment whose packs are past that. */
    private static final class TooLateException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLateException() {
            super("some of the segment is gone", null, false, false);
        }
    }

    private int rank(SegmentRow row, RoaringBitmap preferred) {
        if (preferred.contains((int) row.number())) {
            return 2;
        }
        return row.sessionId().equals(session) ? 1 : 0;
    }

    /** Makes LIVE again what was condemned; for callers that hold the commit lock, in a transaction of READ COMMITTED. */
    static final class Revival {
        private Revival() {}

        /** Whether all of these segments, and the packs of their locators, are there and LIVE from now on. */
        static boolean segments(Transaction tx, long[] numbers) {
            var segments = tx.mapper(SegmentMapper.class);
            segments.revive(numbers);
            if (segments.lockShared(numbers).size() < numbers.length) {
                return false;
            }
            var packs = segments.packsOf(numbers);
            return packs(tx, packs.stream().mapToLong(Long::longValue).toArray());
        }

        /** Whether all of these packs are there and LIVE from now on. */
        static boolean packs(Transaction tx, long[] numbers) {
            var mapper = tx.mapper(PackMapper.class);
            mapper.revive(numbers);
            var rows = mapper.lockShared(numbers);
            return rows.size() == numbers.length && rows.stream().allMatch(row -> row.state() == PackState.LIVE);
        }
    }
}
