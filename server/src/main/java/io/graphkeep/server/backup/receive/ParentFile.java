package io.graphkeep.server.backup.receive;

import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The segments that hold a file in the snapshot before, and how far the new content has come along them. */
final class ParentFile {
    private static final int AROUND = 16;

    private final List<SegmentId> segments;
    private final Map<SegmentId, Integer> places = new HashMap<>();
    private int place;
    private int learnt;

    ParentFile(List<SegmentId> segments) {
        this.segments = segments;
        for (var i = 0; i < segments.size(); i++) {
            places.putIfAbsent(segments.get(i), i);
        }
    }

    /** Whether this is one of them; what comes next then stands behind it. */
    boolean has(SegmentId segment) {
        var found = places.get(segment);
        if (found == null) {
            place++;
            return false;
        }
        place = found + 1;
        return true;
    }

    /** Lets the session know where the chunks around here lie. */
    void learn(WriteSession session) throws IOException {
        var from = Math.max(learnt, Math.min(place, segments.size()) - AROUND);
        var to = Math.min(segments.size(), place + AROUND);
        if (from < to) {
            session.descriptors(segments.subList(from, to));
            learnt = to;
        }
    }
}
