package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.FormatException;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * The end of a session that stored anew what was damaged: in one transaction its packs count, and the places of damaged
 * segments are rewritten to name them.
 *
 * <p>Under the commit lock alone, from each row's present value: a segment that got another place meanwhile is left as it is.
 */
final class Healing {
    private static final int BATCH = 1_000;

    private final UUID session;
    private final StoreParts parts;
    private final DamageSince damage;
    private final DescriptorReader descriptors;

    Healing(UUID session, StoreParts parts, DamageSince damage) {
        this.session = session;
        this.parts = parts;
        this.damage = damage;
        this.descriptors = new DescriptorReader(parts.packs());
    }

    /** Where chunks that are wanted lie in these segments, which are all at hand. */
    Map<ChunkId, Locator.Run> places(RoaringBitmap segments, Set<ChunkId> wanted) throws IOException {
        var places = new HashMap<ChunkId, Locator.Run>();
        var numbers = wanted.isEmpty() ? new long[0] : Bitmaps.longs(segments);
        for (var from = 0; from < numbers.length; from += BATCH) {
            var batch = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + BATCH));
            for (var row :
                    parts.database().read(tx -> tx.mapper(CheckMapper.class).whole(batch))) {
                look(row, wanted, places);
            }
        }
        return places;
    }

    /**
     * Returns how many of the lost chunks are whole again.
     *
     * @param own what the session has staged
     * @param otherPacks of other sessions that its locators name
     */
    long run(
            RepairNeed need,
            Map<ChunkId, Locator.Run> places,
            RoaringBitmap own,
            Set<Long> otherPacks,
            Consumer<Transaction> inSameTransaction) {
        return parts.database().inTransactionRepeated(tx -> {
            tx.mapper(InstanceMapper.class).lockCommitsAlone();
            RebuildFence.require(tx);
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
            requireThere(tx, places, otherPacks);
            if (damage.reaches(tx, own, longs(otherPacks)) || damage.reaches(tx, places.values())) {
                throw SnapshotCommit.gone();
            }
            tx.mapper(SegmentMapper.class).replaceDamagedBy(session);
            var healed = 0L;
            for (var lost : need.segments()) {
                healed += heal(tx, lost, places);
            }
            sessions.end(session, SessionState.COMMITTED, parts.now());
            inSameTransaction.accept(tx);
            return healed;
        });
    }

    private void look(SegmentRow row, Set<ChunkId> wanted, Map<ChunkId, Locator.Run> places) throws IOException {
        DescriptorReader.Found found;
        try {
            found = descriptors.read(row);
        } catch (DamagedException | FormatException e) {
            parts.damage().found(row, e);
            return;
        }
        for (var chunk = 0; chunk < found.segment().size(); chunk++) {
            var id = found.segment().chunkId(chunk);
            if (wanted.contains(id)) {
                places.putIfAbsent(id, found.locator().place(chunk));
            }
        }
    }

    private static void requireThere(Transaction tx, Map<ChunkId, Locator.Run> places, Set<Long> otherPacks) {
        var numbers = new TreeSet<>(otherPacks);
        places.values().forEach(place -> numbers.add(place.pack()));
        if (!SegmentIndex.Revival.packs(tx, longs(numbers))) {
            throw new GraphkeepException(
                    Reason.CONFLICT, "Something that the repair refers to was removed from the store meanwhile.");
        }
    }

    private static long[] longs(Set<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static long heal(Transaction tx, RepairNeed.Lost lost, Map<ChunkId, Locator.Run> places) {
        var row = tx.mapper(CheckMapper.class).lock(lost.number());
        if (row == null) {
            return 0;
        }
        if (!row.damaged()) {
            return lost.lost().cardinality();
        }
        var list = lost.list();
        if (list == null || !Arrays.equals(row.locator(), lost.locator())) {
            return 0;
        }
        Locator before;
        try {
            before = Locator.decode(row.locator());
        } catch (DamagedException e) {
            return 0;
        }
        var still = (BitSet) lost.lost().clone();
        var after = new Locator.Builder();
        for (var chunk = 0; chunk < list.size(); chunk++) {
            var place = before.place(chunk);
            var anew = lost.lost().get(chunk) ? places.getOrDefault(list.chunkId(chunk), place) : place;
            after.add(anew.pack(), anew.block(), anew.first());
            // The place that is damaged is no other place, whoever names it.
            still.set(chunk, still.get(chunk) && anew.equals(place));
        }
        var locator = after.build(before.descriptor());
        tx.mapper(CheckMapper.class)
                .relocate(row.number(), locator.encode(), PlacedLists.named(locator), !still.isEmpty());
        return (long) lost.lost().cardinality() - still.cardinality();
    }
}
