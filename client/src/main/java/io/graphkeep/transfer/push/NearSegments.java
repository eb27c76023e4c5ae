package io.graphkeep.transfer.push;

import io.graphkeep.transfer.SegmentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The segments that held a file in the snapshot before, and how far the new content has come along them. */
final class NearSegments {
    private static final int AROUND = 3;

    private final List<ParentEntries.Placed> segments;
    private final Map<SegmentId, Integer> places = new HashMap<>();
    private final Set<SegmentId> told = new HashSet<>();
    private int place;

    NearSegments(List<ParentEntries.Placed> segments) {
        this.segments = segments;
        for (var i = 0; i < segments.size(); i++) {
            places.putIfAbsent(segments.get(i).id(), i);
        }
    }

    /** Whether this is one of them; what comes next then stands behind it. */
    boolean has(SegmentId segment) {
        var found = places.get(segment);
        place = found == null ? place + 1 : found + 1;
        return found != null;
    }

    /** Those around the segment that came last, each told once. */
    List<SegmentId> around() {
        var near = new ArrayList<SegmentId>();
        var at = Math.min(place, segments.size());
        for (var i = Math.max(0, at - AROUND); i < Math.min(segments.size(), at + AROUND); i++) {
            var id = segments.get(i).id();
            if (told.add(id)) {
                near.add(id);
            }
        }
        return near;
    }
}
