package io.graphkeep.server.store;

import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Segment;
import java.util.Arrays;

/** Whether a pack holds, at a place, the chunk that a segment's list names. The index was read with the ids of its chunks. */
final class ChunkComparison {
    private final PackIndex index;
    private final Segment list;
    private final byte[] id = new byte[ContentId.BYTES];

    ChunkComparison(PackIndex index, Segment list) {
        this.index = index;
        this.list = list;
    }

    boolean isSame(int block, int chunk, int inList) {
        var there = index.blocks().get(block);
        if (inList >= list.size() || there.ends()[chunk] - there.start(chunk) != list.length(inList)) {
            return false;
        }
        list.copyChunkId(inList, id, 0);
        var at = chunk * ContentId.BYTES;
        return Arrays.equals(id, 0, id.length, there.ids(), at, at + ContentId.BYTES);
    }
}
