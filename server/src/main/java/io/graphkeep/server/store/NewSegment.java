package io.graphkeep.server.store;

import io.graphkeep.transfer.Segment;

/** A segment for a snapshot, with its bytes for the case that they are not there yet. */
public record NewSegment(Segment segment, SegmentBytes bytes) {}
