package io.graphkeep.transfer.push;

import io.graphkeep.transfer.SegmentId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where in the snapshot before the small files stood that the open segment holds: its segments there may have their chunks. */
final class SmallFilesPlace {
    private static final int MOST_TOLD = 1024;

    private final ParentEntries parent;
    private final Set<SegmentId> told = Collections.newSetFromMap(new LinkedHashMap<SegmentId, Boolean>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SegmentId, Boolean> eldest) {
            return size() > MOST_TOLD;
        }
    });
    private long first = Long.MAX_VALUE;
    private long end;

    SmallFilesPlace(ParentEntries parent) {
        this.parent = parent;
    }

    /** The segment holds some of this file, too. */
    void touch(ParentEntries.Known file) {
        first = Math.min(first, file.first());
        end = Math.max(end, file.end());
    }

    /** The segment is complete: the segments around it that were not told lately. */
    List<SegmentId> leave() {
        var near = new ArrayList<SegmentId>();
        if (first < end) {
            for (var segment : parent.between(first, end)) {
                if (told.add(segment.id())) {
                    near.add(segment.id());
                }
            }
        }
        first = Long.MAX_VALUE;
        end = 0;
        return near;
    }
}
