package io.graphkeep.server.backup.assembly;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.transfer.EntryTally;
import io.graphkeep.transfer.SegmentId;
import java.util.List;

/**
 * A tree that is in the store with all of its content.
 *
 * @param bytes of the tree itself
 */
public record AssembledTree(List<SegmentId> segments, long bytes, long chunks, long contentSegments, EntryTally tally) {

    /** The part of the manifest that tells of the tree. */
    public Manifest.Builder manifest() {
        var manifest =
                tally.manifest().setTreeBytes(bytes).setChunkCount(chunks).setSegmentCount(contentSegments);
        segments.forEach(id -> manifest.addTreeSegmentIds(ByteString.copyFrom(id.toBytes())));
        return manifest;
    }
}
