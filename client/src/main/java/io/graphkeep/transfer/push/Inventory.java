package io.graphkeep.transfer.push;

import com.google.protobuf.ByteString;
import io.graphkeep.transfer.SegmentId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Names as frames carry them. */
final class Inventory {
    private Inventory() {}

    static List<ByteString> of(Collection<SegmentId> ids) {
        var sent = new ArrayList<ByteString>(ids.size());
        for (var id : ids) {
            sent.add(ByteString.copyFrom(id.toBytes()));
        }
        return sent;
    }
}
