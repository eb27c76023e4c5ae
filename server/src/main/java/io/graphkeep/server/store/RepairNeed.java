package io.graphkeep.server.store;

import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of some snapshots' data is damaged, as far as it was looked at: segments, and which of their chunks are lost. */
public final class RepairNeed {
    private final List<Lost> segments;
    private final RepairScope scope;
    private final @Nullable Long last;

    /** With the number of the last segment that was looked at, where others may follow it. */
    RepairNeed(List<Lost> segments, RepairScope scope, @Nullable Long last) {
        this.segments = segments;
        this.scope = scope;
        this.last = last;
    }

    /**
     * A damaged segment.
     *
     * @param locator where it lies
     * @param chunks how many it has
     * @param list null where the list is lost too, and with it all that it names
     * @param lost the chunks that are lost
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Lost(
            long number,
            SegmentId id,
            byte[] locator,
            int chunks,
            @Nullable Segment list,
            BitSet lost) {}

    public boolean isEmpty() {
        return segments.isEmpty();
    }

    /** The segments that were looked at, for another look. */
    public RepairScope scope() {
        return last == null ? scope : scope.endingWith(last);
    }

    /** Those that were not looked at; nothing where there are none. */
    public Optional<RepairScope> rest() {
        return Optional.ofNullable(last).map(scope::after);
    }

    /** How many chunks are lost. */
    public long chunks() {
        return segments.stream().mapToLong(each -> each.lost().cardinality()).sum();
    }

    List<Lost> segments() {
        return segments;
    }

    /** The lost chunks whose names are known. */
    Set<ChunkId> wanted() {
        var wanted = new HashSet<ChunkId>();
        for (var each : segments) {
            var list = each.list();
            if (list != null) {
                each.lost().stream().mapToObj(list::chunkId).forEach(wanted::add);
            }
        }
        return wanted;
    }
}
