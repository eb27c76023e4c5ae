package io.graphkeep.server.store;

import io.graphkeep.transfer.SegmentId;
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
}
