package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.NewSegmentRow;
import io.graphkeep.server.catalog.store.NewSegments;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SessionKind;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.catalog.store.SessionRow;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.catalog.store.SnapshotCommitRow;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/**
 * Fills a catalog by captures, with the statements and batches of real ones: a session, packs, staged segments, a commit.
 *
 * <p>Each graph is captured once whole and then ten times changed; a snapshot refers to nine tenths and more of what the one before
 * it referred to. For one thread.
 */
final class IndexFill {
    private static final int STAGE = 200;
    private static final int SEGMENTS_A_PACK = 107;
    private static final long PACK_BYTES = 32L << 20;
    private static final int BLOCKS_A_PACK = 32;
    private static final int CHUNKS_A_PACK = 64 * SEGMENTS_A_PACK;
    private static final int WHOLE = 100_000;
    private static final int CHANGED = 5_000;
    private static final int CHANGES = 10;

    private final Database database;
    private final Ids ids;
    private final Clock clock;
    private final List<Double> commitSeconds = new ArrayList<>();
    private RoaringBitmap parent = new RoaringBitmap();
    private UUID graph = new UUID(0, 0);
    private int captures;
    private double stageSeconds;

    IndexFill(Database database, Ids ids, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        database.inTransaction(tx -> tx.mapper(InstanceMapper.class).insertIfAbsent(ids.next(), now()));
    }

    /** Adds so many segments, from this number on. */
    void add(long from, long count) throws SQLException {
        var next = from;
        while (next < from + count) {
            var wanted = captures % (CHANGES + 1) == 0 ? WHOLE : CHANGED;
            if (captures++ % (CHANGES + 1) == 0) {
                graph = newGraph();
                parent = new RoaringBitmap();
            }
            var size = Math.min(wanted, from + count - next);
            capture(next, size);
            next += size;
        }
    }

    /** Seconds spent on staging rows, packs included, so far. */
    double stageSeconds() {
        return stageSeconds;
    }

    /** How long each commit took. */
    List<Double> commitSeconds() {
        return commitSeconds;
    }

    private void capture(long from, long count) throws SQLException {
        var session = ids.next();
        database.inTransaction(tx -> tx.mapper(SessionMapper.class).open(row(session)));
        var snapshot = newSnapshot(session);
        var referred = parent.clone();
        forgetSome(referred, count);
        var begun = System.nanoTime();
        stage(session, from, count, referred);
        stageSeconds += seconds(begun);
        var committing = System.nanoTime();
        commit(session, snapshot, referred);
        commitSeconds.add(seconds(committing));
        parent = referred;
    }

    private SessionRow row(UUID session) {
        return new SessionRow(
                session,
                SessionKind.WRITE,
                SessionState.OPEN,
                1,
                null,
                graph,
                null,
                1,
                now().plusHours(1),
                now(),
                null);
    }

    /** What changed takes the place of what was there. */
    private static void forgetSome(RoaringBitmap referred, long count) {
        var step = Math.max(1, (int) (referred.getCardinality() / count));
        var place = 0;
        for (var number : referred.toArray()) {
            if (place++ % step == 0) {
                referred.remove(number);
            }
        }
    }

    private void stage(UUID session, long from, long count, RoaringBitmap referred) {
        var metadata = pack(session, "METADATA");
        var data = metadata;
        var rows = new ArrayList<NewSegmentRow>(STAGE);
        for (var number = from; number < from + count; number++) {
            if ((number - from) % SEGMENTS_A_PACK == 0) {
                data = pack(session, "DATA");
            }
            rows.add(SampleSegments.row(number, data, metadata));
            if (rows.size() == STAGE || number + 1 == from + count) {
                var next = List.copyOf(rows);
                database.inTransaction(tx -> tx.mapper(SegmentMapper.class).stage(session, NewSegments.of(next)))
                        .forEach(staged -> referred.add(Math.toIntExact(staged)));
                rows.clear();
            }
        }
    }

    private long pack(UUID session, String kind) {
        var number =
                database.inTransaction(tx -> tx.mapper(PackMapper.class).announce(ids.next(), kind, session, now()));
        if (number == null) {
            throw new IllegalStateException("The session has ended.");
        }
        database.inTransaction(tx -> tx.mapper(PackMapper.class).put(number, PACK_BYTES, BLOCKS_A_PACK, CHUNKS_A_PACK));
        return number;
    }

    private void commit(UUID session, UUID snapshot, RoaringBitmap referred) {
        var row = new SnapshotCommitRow(
                snapshot,
                session,
                "COMPLETED",
                "FUZZY",
                now(),
                new byte[32],
                Bitmaps.encode(referred),
                1,
                1,
                1,
                1,
                1,
                0,
                0,
                0,
                0);
        database.inTransaction(tx -> {
            tx.mapper(SessionMapper.class).lock(session);
            tx.mapper(PackMapper.class).makeLive(session);
            tx.mapper(StoredSnapshotMapper.class).commit(row);
            return tx.mapper(SessionMapper.class).end(session, SessionState.COMMITTED, now());
        });
    }

    private UUID newGraph() throws SQLException {
        var uid = ids.next();
        insert(
                "INSERT INTO graph (uid, id, state, role, kind, source, origin_instance, origin_graph, created_at,"
                    + " created_by, updated_at) VALUES (?, 'graph-' || ?, 'ACTIVE', 'PRIMARY', 'PLAIN', 'PUSHED', ?,"
                    + " ?, now(), 'bench', now())",
                uid,
                captures,
                uid,
                uid);
        return uid;
    }

    private UUID newSnapshot(UUID session) throws SQLException {
        var id = ids.next();
        insert(
                "INSERT INTO snapshot (id, graph_uid, state, consistency, session_id, origin_instance, epoch, cut_at,"
                        + " created_at, created_by) VALUES (?, ?, 'CREATING', 'FUZZY', ?, ?, 1, now(), now(), 'bench')",
                id,
                graph,
                session,
                graph);
        return id;
    }

    private void insert(String sql, Object... values) throws SQLException {
        var failure = database.inTransaction(tx -> {
            try (var statement = tx.connection().prepareStatement(sql)) {
                for (var at = 0; at < values.length; at++) {
                    statement.setObject(at + 1, values[at]);
                }
                statement.executeUpdate();
                return null;
            } catch (SQLException refused) {
                return refused;
            }
        });
        if (failure != null) {
            throw failure;
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
