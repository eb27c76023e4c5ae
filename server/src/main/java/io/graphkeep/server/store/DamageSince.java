package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which blocks were found damaged while a session went on: the places that it remembers may be theirs.
 *
 * <p>Blocks, not segments: every segment that lay in such a block may have got another place before the session looks, and what it
 * remembers is the old one. Only those found since count. What was damaged before the session began it has never been given, and
 * a block that lost one segment and not another must not be refused for ever.
 */
final class DamageSince {
    private final long last;

    private DamageSince(long last) {
        this.last = last;
    }

    static DamageSince now(Database database) {
        return new DamageSince(database.read(tx -> tx.mapper(CheckMapper.class).lastDamaged()));
    }

    /** For a session of which nobody knows any more when it began. */
    static DamageSince ever() {
        return new DamageSince(0);
    }

    /**
     * Whether a new segment names such a block; for who holds the commit lock.
     *
     * @param own the new segments
     * @param packs of other sessions that they name
     */
    boolean reaches(Transaction tx, RoaringBitmap own, long[] packs) {
        for (var lost : found(tx, packs).entrySet()) {
            for (var row : tx.mapper(SegmentMapper.class).inPack(lost.getKey())) {
                if (own.contains(Math.toIntExact(row.number()))
                        && reaches(locator(row.locator()).runs(), lost.getKey(), lost.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether one of these places lies in such a block; for who holds the commit lock. */
    boolean reaches(Transaction tx, Collection<Locator.Run> places) {
        var packs =
                places.stream().mapToLong(Locator.Run::pack).distinct().sorted().toArray();
        return found(tx, packs).entrySet().stream().anyMatch(lost -> reaches(places, lost.getKey(), lost.getValue()));
    }

    private static boolean reaches(Collection<Locator.Run> places, long pack, Set<Integer> blocks) {
        return places.stream()
                .anyMatch(place ->
                        place.pack() == pack && (blocks.contains(place.block()) || blocks.contains(LostPlaces.ALL)));
    }

    private Map<Long, Set<Integer>> found(Transaction tx, long[] packs) {
        var found = new HashMap<Long, Set<Integer>>();
        if (packs.length > 0) {
            for (var row : tx.mapper(CheckMapper.class).damagedSince(last, packs)) {
                found.computeIfAbsent(row.pack(), pack -> new HashSet<>()).add(row.block());
            }
        }
        return found;
    }

    private static Locator locator(byte[] locator) {
        try {
            return Locator.decode(locator);
        } catch (DamagedException e) {
            throw new IllegalStateException("The catalog has a locator that cannot be read", e);
        }
    }
}
