package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.MarkedSnapshotRow;
import io.graphkeep.server.catalog.store.OtherRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/**
 * The numbers of all segments that a snapshot refers to: a union of bitmaps.
 *
 * <p>It grows only. Snapshots that were committed since are added by {@link #again}, told by their ids alone: by no order of
 * numbers or times, in which commits do not come.
 */
final class Mark {
    /** A bitmap can have megabytes. */
    private static final int BATCH = 8;

    private final Set<UUID> read = new HashSet<>();
    private final RoaringBitmap marked = new RoaringBitmap();

    private Mark() {}

    static Mark of(Database database) throws DamagedException {
        return without(database, Set.of());
    }

    /** What would be marked if some snapshots were gone. */
    static Mark without(Database database, Set<UUID> gone) throws DamagedException {
        var mark = new Mark();
        UUID last = null;
        while (true) {
            var after = last;
            var rows = database.read(tx -> tx.mapper(CollectorMapper.class).snapshots(after, BATCH));
            if (rows.isEmpty()) {
                mark.addOtherRows(
                        database.read(tx -> tx.mapper(CollectorMapper.class).otherRowsOfDamaged()));
                return mark;
            }
            mark.add(rows.stream().filter(row -> !gone.contains(row.id())).toList());
            last = rows.getLast().id();
        }
    }

    /** Adds the snapshots that it has not read, and what was found damaged since, in a transaction that no commit overlaps with. */
    void again(Transaction tx) throws DamagedException {
        var mapper = tx.mapper(CollectorMapper.class);
        var unread = new ArrayList<>(mapper.snapshotIds());
        unread.removeIf(read::contains);
        for (var from = 0; from < unread.size(); from += BATCH) {
            add(mapper.snapshotsOf(unread.subList(from, Math.min(unread.size(), from + BATCH))));
        }
        addOtherRows(mapper.otherRowsOfDamaged());
    }

    /** The numbers from one up to another that are not marked. */
    RoaringBitmap unmarked(long from, long to) {
        var numbers = RoaringBitmap.bitmapOfRange(from, to);
        numbers.andNot(marked);
        return numbers;
    }

    boolean contains(long segment) {
        return marked.contains((int) segment);
    }

    private void add(List<MarkedSnapshotRow> rows) throws DamagedException {
        for (var row : rows) {
            read.add(row.id());
            marked.or(Bitmaps.decode(row.segments()));
        }
    }

    /** Where a segment was found damaged, another row of the same list is what its snapshots are restored from. */
    private void addOtherRows(List<OtherRow> others) {
        var needed = new RoaringBitmap();
        others.stream().filter(row -> contains(row.damaged())).forEach(row -> needed.add((int) row.number()));
        marked.or(needed);
    }
}
