package io.graphkeep.server.backup;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.ChunkRef;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentSource;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The chunks that a file consists of, read segment by segment, in order. */
final class ChunkSequence {
    private final List<TreeSide.Slice> slices;
    private final SegmentSource source;
    private final Function<Exception, GraphkeepException> damaged;
    private int slice;
    private int taken;
    private @Nullable Segment segment;

    ChunkSequence(List<TreeSide.Slice> slices, SegmentSource source, Function<Exception, GraphkeepException> damaged) {
        this.slices = slices;
        this.source = source;
        this.damaged = damaged;
    }

    /** The next chunk; null after the last one. */
    @Nullable
    ChunkRef next() {
        if (slice == slices.size()) {
            return null;
        }
        var present = slices.get(slice);
        var loaded = segment == null ? load(present) : segment;
        segment = loaded;
        var chunk = loaded.chunk(present.from() + taken);
        taken++;
        if (taken == present.count()) {
            slice++;
            taken = 0;
            segment = null;
        }
        return chunk;
    }

    private Segment load(TreeSide.Slice wanted) {
        try {
            var found = source.segment(wanted.segment());
            if (found.size() != wanted.chunks()) {
                throw new FormatException("Segment " + wanted.segment() + " has " + found.size() + " chunks, not the "
                        + wanted.chunks() + " that the tree says");
            }
            return found;
        } catch (IOException e) {
            throw damaged.apply(e);
        } catch (GraphkeepException e) {
            throw e.reason() == Reason.SNAPSHOT_CORRUPT ? damaged.apply(e) : e;
        }
    }
}
