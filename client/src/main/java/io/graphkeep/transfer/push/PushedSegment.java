package io.graphkeep.transfer.push;

import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.util.List;

/**
 * A segment with the bytes of its chunks, one after the other.
 *
 * @param tree whether it is of the tree
 * @param near segments of the snapshot before that stood around its place: they may have some of its chunks
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record PushedSegment(Segment segment, byte[] bytes, boolean tree, List<SegmentId> near) {}
