package io.graphkeep.transfer;

import java.io.IOException;
import java.util.List;

/** Finds segments by their names. */
@FunctionalInterface
public interface SegmentSource {
    /** The segment of this name; fails where it is not to be had, and never answers another one. */
    Segment segment(SegmentId id) throws IOException;

    /** These will be asked for, soon and in this order: whoever looks them up one by one at a price does it here in one go. */
    default void expect(List<SegmentId> ids) throws IOException {}
}
