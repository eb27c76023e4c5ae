package io.graphkeep.transfer;

import java.io.IOException;

/** Takes segments as they are closed, in order. */
@FunctionalInterface
public interface SegmentSink {
    /** Takes one segment, which is the caller's to keep. */
    void accept(Segment segment) throws IOException;
}
