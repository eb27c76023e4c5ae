package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotRow;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.transfer.FormatException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps account of damaged segments, and of the snapshots that need them.
 *
 * <p>A damaged segment is never a hit, so that the next capture stores it anew; its row then takes over the new place, and
 * the snapshots that needed it are whole again. Marking takes the commit lock alone, for one short transaction: a commit
 * either sees the mark, or its snapshot is seen by what follows the mark.
 */
final class Damage {
    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);
    private static final int BATCH = 5_000;
    private static final List<String> TRUSTED = List.of("COMPLETED", "PARTIAL");
    private static final List<String> CORRUPT = List.of("CORRUPT");

    private final Database database;
    private final PatientReads reads;
    private final Manifests manifests;
    private final WriteGate gate;
    private final EventLog events;

    Damage(Database database, Backend backend, Manifests manifests, WriteGate gate, EventLog events) {
        this.database = database;
        this.reads = new PatientReads(backend);
        this.manifests = manifests;
        this.gate = gate;
        this.events = events;
    }

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
        var lost = new RoaringBitmap();
        for (var number : database.inTransactionRepeated(tx -> mark(tx, segment, damage))) {
            lost.add(Math.toIntExact(number));
        }
        if (!lost.isEmpty()) {
            markSnapshots(lost, String.valueOf(damage.getMessage()));
        }
        return !lost.contains(Math.toIntExact(segment.number()));
    }

    /**
     * Segments could not be read where their rows say. Whoever tells it holds a session that keeps their packs there.
     *
     * @return those of them that lie nowhere else either
     */
    RoaringBitmap found(List<SegmentHit> hits) throws IOException {
        var lost = new RoaringBitmap();
        if (gate.closed().isPresent() || hits.isEmpty()) {
            return lost;
        }
        var numbers = hits.stream().mapToLong(SegmentHit::number).toArray();
        var locators = hits.stream().map(SegmentHit::locator).toArray(byte[][]::new);
        for (var number : database.inTransactionRepeated(tx -> {
            tx.mapper(InstanceMapper.class).lockCommitsAlone();
            return stillDamaged(tx, tx.mapper(CheckMapper.class).markDamaged(numbers, locators));
        })) {
            lost.add(Math.toIntExact(number));
        }
        markSnapshots(lost, hits.getFirst().detail());
        return lost;
    }

    /** Segments that snapshots name are not in the catalog. */
    void missing(RoaringBitmap numbers, String why) throws IOException {
        if (gate.closed().isEmpty() && !numbers.isEmpty()) {
            markSnapshots(numbers, why);
        }
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
            database.inTransaction(tx -> markCorrupt(tx, row, why));
        }
    }

    /** Snapshots that were CORRUPT for want of segments which have been stored anew are what they were before. */
    void settleHealed() throws IOException {
        for (var id : inStates(CORRUPT)) {
            var row = database.read(tx -> tx.mapper(StoredSnapshotMapper.class).find(id));
            if (row == null || !isThere(Bitmaps.decode(row.segments())) || !isNamed(row)) {
                continue;
            }
            database.inTransaction(tx -> tx.mapper(StoredSnapshotMapper.class).markWhole(id) == 1
                    && tell(tx, row, EventKind.SNAPSHOT_HEALED, Severity.NOTICE, "is whole again", ""));
        }
    }

    private static List<Long> mark(Transaction tx, SegmentRow segment, IOException damage) {
        tx.mapper(InstanceMapper.class).lockCommitsAlone();
        var segments = tx.mapper(SegmentMapper.class);
        return stillDamaged(tx, segments.markDamaged(inBlock(segments, damage), segment.id(), segment.locator()));
    }

    /** Those that have no other place that they could be read from. */
    private static List<Long> stillDamaged(Transaction tx, List<Long> marked) {
        var segments = tx.mapper(SegmentMapper.class);
        for (var other : segments.condemnedOthers(longs(marked))) {
            SegmentIndex.Revival.segments(tx, new long[] {other});
        }
        segments.replaceDamaged(longs(marked));
        var damaged = Set.copyOf(segments.damaged());
        return marked.stream().filter(damaged::contains).toList();
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

    /** One at a time: a snapshot's list of segments can be large. */
    private void markSnapshots(RoaringBitmap lost, String why) throws DamagedException {
        for (var id : inStates(TRUSTED)) {
            var row = database.read(tx -> tx.mapper(StoredSnapshotMapper.class).find(id));
            if (row == null || !RoaringBitmap.intersects(Bitmaps.decode(row.segments()), lost)) {
                continue;
            }
            database.inTransaction(tx -> markCorrupt(tx, row, why));
        }
    }

    private boolean markCorrupt(Transaction tx, StoredSnapshotRow row, String why) {
        return tx.mapper(StoredSnapshotMapper.class).markCorrupt(row.id(), why) == 1
                && tell(tx, row, EventKind.SNAPSHOT_CORRUPT, Severity.CRITICAL, "needs damaged data", why);
    }

    private boolean tell(
            Transaction tx, StoredSnapshotRow row, EventKind kind, Severity severity, String what, String damage) {
        var graph = tx.mapper(StoredSnapshotMapper.class).graphId(row.graphUid());
        var event = Event.of(kind, "server", "Snapshot " + row.id() + " of graph " + graph + " " + what + ".")
                .severity(severity)
                .snapshot(row.id());
        var about = graph == null ? event : event.graph(row.graphUid(), graph);
        events.append(tx, damage.isEmpty() ? about : about.detail("damage", damage));
        return true;
    }

    private List<UUID> inStates(List<String> states) {
        return database.read(tx -> tx.mapper(StoredSnapshotMapper.class).inStates(states));
    }

    /** Whether all of these segments are in the catalog, and none of them is damaged. */
    private boolean isThere(RoaringBitmap segments) {
        if (RoaringBitmap.intersects(segments, damaged())) {
            return false;
        }
        var numbers = Bitmaps.longs(segments);
        var there = 0;
        for (var from = 0; from < numbers.length; from += BATCH) {
            var batch = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + BATCH));
            there += database.read(tx -> tx.mapper(CheckMapper.class).countLive(batch));
        }
        return there == numbers.length;
    }

    private RoaringBitmap damaged() {
        var numbers = new RoaringBitmap();
        database.read(tx -> tx.mapper(SegmentMapper.class).damaged())
                .forEach(number -> numbers.add(Math.toIntExact(number)));
        return numbers;
    }

    /** Whether its manifest is what it should be: without it no segment helps. */
    private boolean isNamed(StoredSnapshotRow row) throws IOException {
        try {
            manifests.read(row);
            return true;
        } catch (DamagedException | FormatException e) {
            LOG.warn("Snapshot {} stays CORRUPT: {}", row.id(), e.getMessage());
            return false;
        }
    }

    private static long[] longs(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }
}
