package io.graphkeep.server.backup.assembly;

import io.graphkeep.format.v1.TreeItem;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The segments of the parent around the place that a capture has come to, read in step from its tree, never all.
 *
 * <p>A place is a number of chunks from the parent's beginning, and only ever grows. What was passed is kept until it is
 * forgotten. Whatever is wrong with the parent is a {@link ParentUnusableException}: the capture can do without.
 */
final class ParentSegments {
    private static final int READ_TOGETHER = 64;

    /** A segment as the tree names it, and once it was asked for, its list. */
    static final class Listed {
        private final SegmentId id;
        private final long first;
        private final int count;
        private @Nullable Segment list;
        private boolean asked;

        private Listed(SegmentId id, long first, int count) {
            this.id = id;
            this.first = first;
            this.count = count;
        }

        SegmentId id() {
            return id;
        }

        long first() {
            return first;
        }

        long end() {
            return first + count;
        }

        int count() {
            return count;
        }
    }

    private final TreeReader tree;
    private final WriteSession session;
    private final ArrayDeque<Listed> window = new ArrayDeque<>();
    private final Map<SegmentId, Listed> byId = new HashMap<>();
    private @Nullable Listed current;
    private boolean ended;
    private long known;

    ParentSegments(TreeReader tree, WriteSession session) {
        this.tree = tree;
        this.session = session;
    }

    /** The segment that holds this chunk. */
    Listed at(long chunk) throws IOException {
        readUpTo(chunk + 1);
        var last = current;
        if (last != null && last.first <= chunk && chunk < last.end()) {
            return last;
        }
        for (var listed : window) {
            if (listed.first <= chunk && chunk < listed.end()) {
                current = listed;
                return listed;
            }
        }
        throw new ParentUnusableException("it has no chunk " + chunk);
    }

    /** The segment of this name among those that are known now. */
    @Nullable
    Listed find(SegmentId id) {
        return byId.get(id);
    }

    /** The list of a segment, read with those that follow. */
    Segment list(Listed listed) throws IOException {
        if (!listed.asked) {
            readUpTo(listed.end() + READ_TOGETHER * (long) listed.count);
            ask(listed.first, Long.MAX_VALUE, READ_TOGETHER);
        }
        var list = listed.list;
        if (list == null) {
            throw new ParentUnusableException("segment " + listed.id + " of it");
        }
        return list;
    }

    /** Reads the lists of all segments between two places, so that the session knows where their chunks lie. */
    void learn(long from, long to) throws IOException {
        readUpTo(to);
        ask(from, to, Integer.MAX_VALUE);
    }

    /** Reads the tree up to a place, as far as it goes. */
    void reach(long to) throws IOException {
        readUpTo(to);
    }

    /** Drops what lies before a place. */
    void forget(long before) {
        while (!window.isEmpty() && window.element().end() <= before) {
            var dropped = window.remove();
            byId.remove(dropped.id, dropped);
        }
    }

    int size() {
        return window.size();
    }

    private void ask(long from, long to, int most) throws IOException {
        var wanted = new LinkedHashMap<SegmentId, Listed>();
        for (var listed : window) {
            if (!listed.asked && listed.end() > from && listed.first < to && wanted.size() < most) {
                wanted.put(listed.id, listed);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        var lists = session.descriptors(new ArrayList<>(wanted.keySet()));
        for (var listed : window) {
            if (!listed.asked && wanted.containsKey(listed.id)) {
                listed.asked = true;
                listed.list = checked(listed, lists.get(listed.id));
            }
        }
    }

    private static @Nullable Segment checked(Listed listed, @Nullable Segment list) throws ParentUnusableException {
        if (list != null && list.size() != listed.count) {
            throw new ParentUnusableException("segment " + listed.id + " of it has another length than its tree says");
        }
        return list;
    }

    private void readUpTo(long chunk) throws IOException {
        try {
            while (known < chunk && !ended) {
                add(tree.next());
            }
        } catch (GraphkeepException | FormatException e) {
            throw new ParentUnusableException("its tree cannot be read", e);
        }
    }

    private void add(@Nullable TreeItem item) {
        if (item == null) {
            ended = true;
        } else if (item.hasSegment()) {
            var segment = item.getSegment();
            var id = SegmentId.fromBytes(segment.getId().toByteArray());
            var listed = new Listed(id, known, segment.getChunkCount());
            window.add(listed);
            byId.put(id, listed);
            known = listed.end();
        }
    }
}
