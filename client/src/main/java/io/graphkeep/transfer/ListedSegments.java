package io.graphkeep.transfer;

import io.graphkeep.format.v1.TreeSegment;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * The segments of a tree, come to one after the other, and how much of the first one is used up.
 *
 * <p>It follows a reader of the same tree that is ahead, and reads no further than that one did: what is wrong with the tree
 * shows there. At most {@link #AHEAD} segments are in memory. Not thread-safe.
 */
final class ListedSegments {
    /** So many are looked up together. */
    static final int AHEAD = 256;

    private final TreeReader tree;
    private final ArrayDeque<Listed> window = new ArrayDeque<>(AHEAD);
    /** How many segments the reader ahead has come to, which were not read here. */
    private long unread;
    /** How many of the window's last ones are not expected yet. */
    private int unexpected;

    private int used;

    private record Listed(SegmentId id, int chunks) {}

    ListedSegments(TreeReader tree) {
        this.tree = tree;
    }

    /** So many more were read ahead. */
    void mayRead(int segments) {
        unread += segments;
    }

    /** How many chunks of the present segment were passed. */
    int used() {
        return used;
    }

    /** Passes chunks of the present segment, at most so many; how many they were. */
    int advance(long most) throws IOException {
        var first = first();
        var step = (int) Math.min(most, first.chunks - used);
        used += step;
        if (used == first.chunks) {
            window.remove();
            unexpected = Math.min(unexpected, window.size());
            used = 0;
        }
        return step;
    }

    /** The list of the present segment, which the source is told to expect with those that follow. */
    Segment load(SegmentSource source) throws IOException {
        var listed = first();
        if (unexpected == window.size()) {
            fill();
            source.expect(window.stream().map(Listed::id).toList());
            unexpected = 0;
        }
        var segment = source.segment(listed.id);
        if (segment.size() != listed.chunks || !segment.id().equals(listed.id)) {
            throw new FormatException("Segment " + listed.id + " has " + segment.size() + " chunks, not the "
                    + listed.chunks + " that the tree says");
        }
        return segment;
    }

    private Listed first() throws IOException {
        if (window.isEmpty()) {
            fill();
        }
        return window.element();
    }

    private void fill() throws IOException {
        while (unread > 0 && window.size() < AHEAD) {
            var item = tree.next();
            if (item == null) {
                throw new IllegalStateException("The tree has fewer segments than it had a moment ago");
            }
            if (item.hasSegment()) {
                window.add(listed(item.getSegment()));
                unexpected++;
                unread--;
            }
        }
    }

    private static Listed listed(TreeSegment segment) {
        return new Listed(SegmentId.fromBytes(segment.getId().toByteArray()), segment.getChunkCount());
    }
}
