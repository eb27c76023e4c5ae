package io.graphkeep.transfer;

import java.io.IOException;

/** Finds segments by their names. */
@FunctionalInterface
public interface SegmentSource {
    /** The segment of this name; fails where it is not to be had, and never answers another one. */
    Segment segment(SegmentId id) throws IOException;
}
