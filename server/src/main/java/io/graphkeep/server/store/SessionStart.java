package io.graphkeep.server.store;

import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * What a session begins with: nothing, or what it did before it went on in this process.
 *
 * @param outlives whether it may go on in another one
 * @param staged the numbers of its segments
 * @param otherPacks of other sessions that its segments name
 */
record SessionStart(
        boolean outlives,
        RoaringBitmap staged,
        List<Long> otherPacks,
        long newBytes,
        long storedBytes,
        DamageSince damage) {
    static SessionStart anew(boolean outlives, DamageSince damage) {
        return new SessionStart(outlives, new RoaringBitmap(), List.of(), 0, 0, damage);
    }
}
