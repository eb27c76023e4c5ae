package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.server.catalog.store.CheckedSegmentRow;
import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.StoredSnapshotRow;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps account of damaged segments, and has the snapshots that need them marked.
 *
 * <p>A damaged segment is never a hit, so that the next capture stores it anew; its row then takes over the new place, and
 * the snapshots that needed it are whole again. Marking takes the commit lock alone, for one short transaction, and looks at
 * the rows as they are then: a commit either sees the mark, or its snapshot is seen by what follows the mark. The blocks are
 * noted with it, for sessions that remember places in them: see {@link DamageSince}.
 */
final class Damage {
    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);
    private static final int BATCH = 5_000;

    private final Database database;
    private final PatientReads reads;
    private final WriteGate gate;
    private final SnapshotMarks snapshots;
    // Those whose snapshots were marked: looking for these takes a pass over all lists of segments.
    private final RoaringBitmap told = new RoaringBitmap();

    Damage(Database database, Backend backend, Manifests manifests, WriteGate gate, EventLog events) {
        this.database = database;
        this.reads = new PatientReads(backend);
        this.gate = gate;
        this.snapshots = new SnapshotMarks(database, manifests, events);
    }

    /**
     * What a marking came to.
     *
     * @param lost what lies nowhere else either
     * @param fresh what of it was not damaged before
     */
    private record Marked(RoaringBitmap lost, RoaringBitmap fresh) {}

    /**
     * A segment could not be read where its row says. All that lies in a block that cannot be read is damaged with it.
     *
     * @return whether the row has another place now, where the segment may be whole
     */
    boolean found(SegmentRow segment, IOException damage) throws IOException {
        if (gate.closed().isPresent()) {
            // A catalog that does not fit its store says nothing of what is damaged.
            return false;
        }
        // A store that went away as a whole, such as one that is not mounted, is not damaged.
        reads.requireStore(damage);
        var marked = database.inTransactionRepeated(tx -> {
            var before = alone(tx);
            LostPlaces.of(segment.locator(), damage).note(tx);
            var segments = tx.mapper(SegmentMapper.class);
            return stillDamaged(
                    tx, before, segments.markDamaged(inBlock(segments, damage), segment.id(), segment.locator()));
        });
        markSnapshots(marked, String.valueOf(damage.getMessage()));
        return !marked.lost().contains(Math.toIntExact(segment.number()));
    }

    /**
     * Segments could not be read where their rows say. Whoever tells it holds a session that keeps their packs there.
     *
     * @param lost the blocks that cannot be read, in which no segment may lie any more
     * @return those of them that cannot be read now: which lie there still, and nowhere else
     */
    RoaringBitmap found(List<SegmentHit> hits, LostPlaces lost) throws IOException {
        if (gate.closed().isPresent() || (hits.isEmpty() && lost.isEmpty())) {
            return Bitmaps.of(hits.stream().map(SegmentHit::number).toList());
        }
        var marked = database.inTransactionRepeated(tx -> {
            var before = alone(tx);
            lost.note(tx);
            return stillDamaged(tx, before, mark(tx, hits));
        });
        markSnapshots(marked, hits.isEmpty() ? "" : hits.getFirst().detail());
        return marked.lost();
    }

    /**
     * Segments that snapshots name were not in the catalog, or did not count.
     *
     * @return those of which that is so now
     */
    RoaringBitmap missing(RoaringBitmap numbers, String why) throws IOException {
        var missing = numbers.clone();
        for (var batch : Bitmaps.batches(numbers, BATCH)) {
            database.read(tx -> tx.mapper(CollectorMapper.class).liveAmong(batch))
                    .forEach(number -> missing.remove(Math.toIntExact(number)));
        }
        if (gate.closed().isEmpty() && !missing.isEmpty()) {
            snapshots.markNeeding(missing, why);
        }
        return missing;
    }

    /** The manifest of a snapshot is not what was committed, or is not there. */
    void foundManifest(StoredSnapshotRow row, IOException damage) throws IOException {
        if (gate.closed().isEmpty()) {
            reads.requireStore(damage);
            foundManifest(row, String.valueOf(damage.getMessage()));
        }
    }

    /** The same, found by a look at the whole store. */
    void foundManifest(StoredSnapshotRow row, String why) {
        if (gate.closed().isEmpty()) {
            snapshots.markUnnamed(row, why);
        }
    }

    /** Snapshots that were CORRUPT for want of segments which have been stored anew are what they were before. */
    void settleHealed() throws IOException {
        snapshots.settleHealed();
    }

    /** Waits until no one commits; returns what is damaged then. */
    private static RoaringBitmap alone(Transaction tx) {
        tx.mapper(InstanceMapper.class).lockCommitsAlone();
        return Bitmaps.of(tx.mapper(SegmentMapper.class).damaged());
    }

    /** A segment may lie elsewhere since it was looked at; it is damaged if what was lost lies where it lay. */
    private static List<Long> mark(Transaction tx, List<SegmentHit> hits) {
        var mapper = tx.mapper(CheckMapper.class);
        var rows = Bitmaps.batches(
                        Bitmaps.of(hits.stream().map(SegmentHit::number).toList()), BATCH)
                .stream()
                .map(mapper::segments)
                .flatMap(Collection::stream)
                .collect(Collectors.toMap(CheckedSegmentRow::number, CheckedSegmentRow::locator));
        var still = hits.stream()
                .filter(hit -> rows.containsKey(hit.number()) && hit.isAt(rows.get(hit.number())))
                .mapToLong(SegmentHit::number)
                .distinct()
                .toArray();
        return mapper.markDamaged(
                still, Arrays.stream(still).mapToObj(rows::get).toArray(byte[][]::new));
    }

    /** Those that have no other place that they could be read from. */
    private static Marked stillDamaged(Transaction tx, RoaringBitmap before, List<Long> marked) {
        var segments = tx.mapper(SegmentMapper.class);
        var numbers = marked.stream().mapToLong(Long::longValue).toArray();
        for (var other : segments.condemnedOthers(numbers)) {
            SegmentIndex.Revival.segments(tx, new long[] {other});
        }
        segments.replaceDamaged(numbers);
        var lost = RoaringBitmap.and(Bitmaps.of(marked), Bitmaps.of(segments.damaged()));
        return new Marked(lost, RoaringBitmap.andNot(lost, before));
    }

    /** The rows as they are now: the one that was read may have got another place since. */
    private static long[] inBlock(SegmentMapper segments, IOException damage) {
        var numbers = new RoaringBitmap();
        if (damage instanceof DamagedBlockException block) {
            for (var row : segments.inPack(block.pack())) {
                if (isIn(block, row)) {
                    numbers.add(Math.toIntExact(row.number()));
                }
            }
        }
        return Bitmaps.longs(numbers);
    }

    private static boolean isIn(DamagedBlockException block, SegmentRow row) {
        try {
            return block.isIn(Locator.decode(row.locator()));
        } catch (DamagedException e) {
            LOG.warn("The place of segment number {} cannot be read: {}", row.number(), e.getMessage());
            return true;
        }
    }

    /** One pass for all of them, and none for what was damaged before and is known to have been told. */
    private void markSnapshots(Marked marked, String why) throws IOException {
        RoaringBitmap untold;
        synchronized (told) {
            untold = RoaringBitmap.or(marked.fresh(), RoaringBitmap.andNot(marked.lost(), told));
        }
        if (untold.isEmpty()) {
            return;
        }
        snapshots.markNeeding(untold, why);
        synchronized (told) {
            told.or(untold);
        }
    }
}
