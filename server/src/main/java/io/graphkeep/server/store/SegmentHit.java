package io.graphkeep.server.store;

import io.graphkeep.transfer.SegmentId;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A segment that cannot be read as it was written, where its row says that it lies.
 *
 * @param locator where that is
 * @param chunks those of its chunks that are lost; null where its list is
 * @param object the stored object that is damaged, or {@link #CATALOG}
 * @param detail what is wrong, as a sentence
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SegmentHit(
        long number, SegmentId id, byte[] locator, @Nullable BitSet chunks, String object, String detail) {
    /** What stands for an object where rows do not agree. */
    static final String CATALOG = "catalog";

    /** Whether it is so of this place of the segment too, which it may have got since. */
    boolean isAt(byte[] now) {
        if (Arrays.equals(now, locator)) {
            return true;
        }
        try {
            var was = Locator.decode(locator);
            var is = Locator.decode(now);
            var lost = chunks;
            if (lost == null) {
                return !object.equals(CATALOG) && is.descriptor().equals(was.descriptor());
            }
            var most = Math.min(was.chunks(), is.chunks());
            return lost.stream()
                    .anyMatch(chunk -> chunk < most && is.place(chunk).equals(was.place(chunk)));
        } catch (DamagedException e) {
            // One of them is no place at all: they have nothing in common.
            return false;
        }
    }
}
