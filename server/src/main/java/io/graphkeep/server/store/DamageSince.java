package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.SegmentMapper;
import java.util.HashSet;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which segments were found damaged while a session went on: the places that it remembers may be theirs.
 *
 * <p>Only these count. What was damaged before the session began it has never been given, and a block that such a segment
 * shares with whole ones must not be refused for ever.
 */
final class DamageSince {
    private final RoaringBitmap before;

    private DamageSince(RoaringBitmap before) {
        this.before = before;
    }

    static DamageSince now(Database database) {
        return new DamageSince(database.read(DamageSince::damaged));
    }

    /**
     * Whether a new segment names a block that one which was found damaged since names too; for who holds the commit lock.
     *
     * @param own the new segments
     * @param packs of other sessions that they name
     */
    boolean reaches(Transaction tx, RoaringBitmap own, long[] packs) {
        var since = packs.length == 0 ? new RoaringBitmap() : RoaringBitmap.andNot(damaged(tx), before);
        if (since.isEmpty()) {
            return false;
        }
        for (var pack : packs) {
            var lost = new HashSet<Integer>();
            var named = new HashSet<Integer>();
            for (var row : tx.mapper(SegmentMapper.class).inPack(pack)) {
                var number = Math.toIntExact(row.number());
                if (since.contains(number)) {
                    addBlocks(lost, pack, row.locator());
                }
                if (own.contains(number)) {
                    addBlocks(named, pack, row.locator());
                }
            }
            lost.retainAll(named);
            if (!lost.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static void addBlocks(Set<Integer> blocks, long pack, byte[] locator) {
        try {
            for (var run : Locator.decode(locator).runs()) {
                if (run.pack() == pack) {
                    blocks.add(run.block());
                }
            }
        } catch (DamagedException e) {
            throw new IllegalStateException("The catalog has a locator that cannot be read", e);
        }
    }

    private static RoaringBitmap damaged(Transaction tx) {
        var numbers = new RoaringBitmap();
        tx.mapper(SegmentMapper.class).damaged().forEach(number -> numbers.add(Math.toIntExact(number)));
        return numbers;
    }
}
