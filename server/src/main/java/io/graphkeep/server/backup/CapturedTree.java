package io.graphkeep.server.backup;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.transfer.SegmentId;
import java.util.List;

/**
 * A tree that is in the store, and what was counted on the way there.
 *
 * @param fingerprint what the walk saw, to be compared with another look
 */
record CapturedTree(
        List<SegmentId> segments,
        long bytes,
        long chunks,
        long contentSegments,
        CaptureCounts counts,
        EntryTally tally,
        ByteString fingerprint) {

    /** The part of the manifest that tells of the tree. */
    Manifest.Builder manifest() {
        var manifest =
                tally.manifest().setTreeBytes(bytes).setChunkCount(chunks).setSegmentCount(contentSegments);
        segments.forEach(id -> manifest.addTreeSegmentIds(ByteString.copyFrom(id.toBytes())));
        return manifest;
    }
}
