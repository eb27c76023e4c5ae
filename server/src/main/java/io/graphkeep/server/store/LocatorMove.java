package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.MovedSegmentRow;
import io.graphkeep.server.catalog.store.MovedSegments;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.catalog.store.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The one transaction in which copies begin to count: no commit overlaps with it, the session is open still, and each locator is
 * rewritten from its value under its row's lock, as far as its chunks were copied.
 *
 * <p>The old packs are condemned as far as nothing living points into them any more; readers may be inside, so nothing is deleted.
 */
final class LocatorMove {
    private static final int BATCH = 200;

    private final StoreParts parts;
    private final UUID session;
    private final SegmentCopy copy;

    LocatorMove(StoreParts parts, UUID session, SegmentCopy copy) {
        this.parts = parts;
        this.session = session;
        this.copy = copy;
    }

    void run(List<Long> segments, Set<Long> old) {
        var numbers = old.stream().mapToLong(Long::longValue).toArray();
        parts.database().inTransactionRepeated(tx -> {
            var epoch = Condemnation.alone(tx);
            var sessions = tx.mapper(SessionMapper.class);
            var now = sessions.lock(session);
            if (now == null || now.state() != SessionState.OPEN) {
                throw StoreFailures.stale(session);
            }
            var packs = tx.mapper(PackMapper.class);
            if (packs.countNotPut(session) > 0) {
                throw new IllegalStateException("Session " + session + " has announced a pack and not put it");
            }
            packs.makeLive(session);
            for (var from = 0; from < segments.size(); from += BATCH) {
                move(tx, segments.subList(from, Math.min(segments.size(), from + BATCH)));
            }
            var collector = tx.mapper(CollectorMapper.class);
            collector.condemnPacks(numbers, epoch);
            collector.thin(numbers);
            return sessions.end(session, SessionState.COMMITTED, parts.now());
        });
    }

    private void move(Transaction tx, List<Long> batch) {
        var mapper = tx.mapper(SegmentMapper.class);
        var moved = new ArrayList<MovedSegmentRow>();
        for (var row :
                mapper.lockLiving(batch.stream().mapToLong(Long::longValue).toArray())) {
            var locator = locator(row);
            var now = copy.moved(locator);
            if (!now.equals(locator)) {
                moved.add(new MovedSegmentRow(row.number(), now.encode(), now.packs()));
            }
        }
        if (!moved.isEmpty()) {
            mapper.move(MovedSegments.of(moved));
        }
    }

    private static Locator locator(SegmentRow row) {
        try {
            return Locator.decode(row.locator());
        } catch (DamagedException e) {
            throw StoreFailures.of(e);
        }
    }
}
