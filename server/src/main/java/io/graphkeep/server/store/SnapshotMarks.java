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
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotRow;
import io.graphkeep.transfer.FormatException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks snapshots CORRUPT, and whole again.
 *
 * <p>Neither is done for what was true a while ago: under the commit lock alone, with which segments are healed and found
 * damaged, the segments are looked at again. One snapshot at a time, since its list of segments can be large.
 */
final class SnapshotMarks {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotMarks.class);
    private static final int BATCH = 5_000;
    private static final List<String> TRUSTED = List.of("COMPLETED", "PARTIAL");
    private static final List<String> CORRUPT = List.of("CORRUPT");

    private final Database database;
    private final Manifests manifests;
    private final EventLog events;

    SnapshotMarks(Database database, Manifests manifests, EventLog events) {
        this.database = database;
        this.manifests = manifests;
        this.events = events;
    }

    /** Marks those that need one of these segments, as far as it is lost still. */
    void markNeeding(RoaringBitmap lost, String why) throws DamagedException {
        for (var id : inStates(TRUSTED)) {
            var row = database.read(tx -> tx.mapper(StoredSnapshotMapper.class).find(id));
            if (row != null) {
                markNeeding(row, RoaringBitmap.and(Bitmaps.decode(row.segments()), lost), why);
            }
        }
    }

    /** A snapshot whose manifest is not there, or is another. */
    void markUnnamed(StoredSnapshotRow row, String why) {
        database.inTransaction(tx -> markCorrupt(tx, row, why));
    }

    /** Snapshots that were CORRUPT for want of segments which have been stored anew are what they were before. */
    void settleHealed() throws IOException {
        for (var id : inStates(CORRUPT)) {
            var row = database.read(tx -> tx.mapper(StoredSnapshotMapper.class).find(id));
            if (row == null) {
                continue;
            }
            var segments = Bitmaps.decode(row.segments());
            if (!isWhole(segments) || !isNamed(row)) {
                continue;
            }
            database.inTransaction(tx -> {
                tx.mapper(InstanceMapper.class).lockCommitsAlone();
                return !RoaringBitmap.intersects(segments, damaged(tx))
                        && tx.mapper(StoredSnapshotMapper.class).markWhole(id) == 1
                        && tell(tx, row, EventKind.SNAPSHOT_HEALED, Severity.NOTICE, "is whole again", "");
            });
        }
    }

    /** In batches, of which mostly the first one decides; what was healed by now needs no lock to be seen. */
    private void markNeeding(StoredSnapshotRow row, RoaringBitmap lost, String why) {
        for (var batch : Bitmaps.batches(lost, BATCH)) {
            if (database.read(tx -> isWhole(tx, batch))) {
                continue;
            }
            var healed = database.inTransaction(tx -> {
                tx.mapper(InstanceMapper.class).lockCommitsAlone();
                if (isWhole(tx, batch)) {
                    return true;
                }
                markCorrupt(tx, row, why);
                return false;
            });
            if (!healed) {
                return;
            }
        }
    }

    private boolean isWhole(RoaringBitmap segments) {
        if (RoaringBitmap.intersects(segments, database.read(SnapshotMarks::damaged))) {
            return false;
        }
        for (var batch : Bitmaps.batches(segments, BATCH)) {
            if (!database.read(tx -> isWhole(tx, batch))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(Transaction tx, long[] numbers) {
        return tx.mapper(CheckMapper.class).countWhole(numbers) == numbers.length;
    }

    private static RoaringBitmap damaged(Transaction tx) {
        return Bitmaps.of(tx.mapper(SegmentMapper.class).damaged());
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
}
