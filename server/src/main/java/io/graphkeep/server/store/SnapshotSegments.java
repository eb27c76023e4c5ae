package io.graphkeep.server.store;

import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.store.NewSegmentRow;
import io.graphkeep.server.catalog.store.NewSegments;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.SessionKind;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.catalog.store.SessionRow;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds the numbers of all segments that snapshots refer to, by reading their trees.
 *
 * <p>A segment that the store has lost gets a row that says so: whoever stores it anew heals the snapshot. Where a part of the
 * tree cannot be read, what it refers to is not known; a row of its own, which nothing ever heals, stands for that, so that such
 * a snapshot is never taken for whole.
 */
public final class SnapshotSegments implements AutoCloseable {
    private static final int BATCH = 1_000;
    private static final int KEPT = 100_000;
    private static final Duration LEASE = Duration.ofDays(30);

    private final Database database;
    private final PackReaders packs;
    private final Damage damage;
    private final ReadWorkers workers = new ReadWorkers(1);
    private final Sessions sessions;
    private final UUID reader;
    private final UUID session;
    private final Map<SegmentId, Integer> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SegmentId, Integer> eldest) {
            return size() > KEPT;
        }
    };

    private SnapshotSegments(
            Database database, PackReaders packs, Damage damage, Sessions sessions, UUID reader, UUID session) {
        this.database = database;
        this.packs = packs;
        this.damage = damage;
        this.sessions = sessions;
        this.reader = reader;
        this.session = session;
    }

    static SnapshotSegments open(
            Database database, PackReaders packs, Damage damage, Ids ids, Clock clock, UUID session) {
        var reader = ids.next();
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        var row = new SessionRow(
                reader, SessionKind.READ, SessionState.OPEN, 0, null, null, null, 0, now.plus(LEASE), now, null);
        database.inTransaction(tx -> tx.mapper(SessionMapper.class).open(row));
        var sessions = new Sessions(database, ids, clock, LEASE, LEASE, reader);
        return new SnapshotSegments(database, packs, damage, sessions, reader, session);
    }

    /**
     * What a snapshot refers to.
     *
     * @param segments as the catalog keeps them
     * @param problem what of it is damaged or missing, as a sentence; empty where nothing is
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Found(byte[] segments, String problem) {
        public boolean isWhole() {
            return problem.isEmpty();
        }
    }

    /** Reads the snapshot's tree. */
    public Found of(UUID snapshot, Manifest manifest) {
        var numbers = new RoaringBitmap();
        try {
            add(
                    manifest.getTreeSegmentIdsList().stream()
                            .map(id -> SegmentId.fromBytes(id.toByteArray()))
                            .toList(),
                    numbers);
            addTree(snapshot, manifest, numbers);
        } catch (FormatException | DamagedException e) {
            return unknownPart(snapshot, numbers, "Its list of files cannot be read: " + e.getMessage());
        } catch (GraphkeepException e) {
            if (e.reason() != Reason.SNAPSHOT_CORRUPT) {
                throw e;
            }
            return unknownPart(snapshot, numbers, e.sentence());
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
        return new Found(Bitmaps.encode(numbers), damageIn(numbers));
    }

    /** What a snapshot refers to of which the manifest is lost: nothing that is known. */
    public Found ofNothing(UUID snapshot, String why) {
        return unknownPart(snapshot, new RoaringBitmap(), why);
    }

    /** What is damaged of these segments, as a sentence; empty where nothing is. */
    public String damageIn(byte @Nullable [] segments) {
        try {
            return damageIn(Bitmaps.decode(segments));
        } catch (DamagedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void addTree(UUID snapshot, Manifest manifest, RoaringBitmap numbers) throws IOException {
        var finder = new SegmentFinder(database, packs, damage, numbers, SegmentFinder.MANY);
        // Not closed: the session is that of all snapshots.
        var tree = new TreeReader(new ReadSession(reader, snapshot, manifest, finder, packs, workers, sessions).tree());
        var batch = new ArrayList<SegmentId>();
        for (var item = tree.next(); item != null; item = tree.next()) {
            if (item.hasSegment()) {
                batch.add(SegmentId.fromBytes(item.getSegment().getId().toByteArray()));
            }
            if (batch.size() == BATCH) {
                add(batch, numbers);
                batch.clear();
            }
        }
        add(batch, numbers);
    }

    private void add(Collection<SegmentId> ids, RoaringBitmap numbers) {
        var unknown = new LinkedHashMap<SegmentId, @Nullable SegmentRow>();
        for (var id : ids) {
            var number = kept.get(id);
            if (number == null) {
                unknown.put(id, null);
            } else {
                numbers.add(number);
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        var wanted = unknown.keySet().stream().map(ContentId::toBytes).toArray(byte[][]::new);
        for (var row : database.read(tx -> tx.mapper(SegmentMapper.class).findCommitted(wanted))) {
            unknown.merge(
                    SegmentId.fromBytes(row.id()), row, (one, other) -> one != null && !one.damaged() ? one : other);
        }
        unknown.forEach((id, row) -> {
            var number = Math.toIntExact(row == null ? lost(id.toBytes()) : row.number());
            kept.put(id, number);
            numbers.add(number);
        });
    }

    private String damageIn(RoaringBitmap numbers) {
        var damaged = 0;
        for (var number : database.read(tx -> tx.mapper(SegmentMapper.class).damaged())) {
            damaged += numbers.contains(Math.toIntExact(number)) ? 1 : 0;
        }
        return damaged == 0 ? "" : "The store has lost, or cannot read, data of " + damaged + " of its segments.";
    }

    private Found unknownPart(UUID snapshot, RoaringBitmap numbers, String why) {
        var id = ContentId.newDigest()
                .digest(("graphkeep: unknown part of snapshot " + snapshot).getBytes(StandardCharsets.UTF_8));
        var known = database.read(tx -> tx.mapper(SegmentMapper.class).findCommitted(new byte[][] {id}));
        numbers.add(
                Math.toIntExact(known.isEmpty() ? lost(id) : known.getFirst().number()));
        return new Found(Bitmaps.encode(numbers), why);
    }

    private long lost(byte[] id) {
        var row = new NewSegmentRow(id, 0, 0, PlacedLists.nowhere().encode(), new long[0]);
        return database.inTransaction(tx -> {
            var number = tx.mapper(RebuildMapper.class)
                    .enterSegments(session, NewSegments.of(List.of(row)))
                    .getFirst();
            tx.mapper(RebuildMapper.class).markDamaged(new long[] {number});
            return number;
        });
    }

    @Override
    public void close() {
        workers.close();
        sessions.end(reader, SessionState.CLOSED);
    }
}
