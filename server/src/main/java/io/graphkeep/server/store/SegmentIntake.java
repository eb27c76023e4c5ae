package io.graphkeep.server.store;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The segments that are sent to a session: their lists first, then the chunks of them that it has not, in order.
 *
 * <p>No chunk is believed to be what it is called. What is held is bounded: by the chunks that may be listed, which whoever
 * fills it counts with {@link #listed}, and by the bytes of segments that are not complete, which are stored ahead before they
 * are too many. Not thread-safe.
 */
final class SegmentIntake {
    private static final int TOGETHER = 32;

    private final WriteSession session;
    private final SharedWriteRoom room;
    private final MessageDigest digest = ContentId.newDigest();
    private final ArrayDeque<Incoming> incoming = new ArrayDeque<>();
    /** Chunks that are wanted or in hand, with how many of the segments that are not stored yet list them first. */
    private final Map<ChunkId, Integer> announced = new HashMap<>();

    private final Set<SegmentId> expected = new HashSet<>();
    private final List<Incoming> complete = new ArrayList<>(TOGETHER);
    private int held;
    private int outstanding;
    private int listed;
    private long completed;

    /** A segment that is being sent. */
    private static final class Incoming implements SegmentBytes {
        private final Segment segment;
        private final boolean tree;
        private final BitSet wanted = new BitSet();
        private final byte[] @Nullable [] bytes;
        private final @Nullable ChunkPlace[] places;
        private int next;

        private Incoming(Segment segment, boolean tree) {
            this.segment = segment;
            this.tree = tree;
            this.bytes = new byte[segment.size()][];
            this.places = new ChunkPlace[segment.size()];
        }

        private boolean isComplete() {
            return next < 0;
        }

        private void advance() {
            next = wanted.nextSetBit(next);
        }

        @Override
        public void copyTo(int chunk, byte[] target, int offset) {
            var content = bytes[chunk];
            if (content == null) {
                throw SnapshotCommit.gone();
            }
            System.arraycopy(content, 0, target, offset, content.length);
        }
    }

    /** Nothing is expected yet. */
    SegmentIntake(WriteSession session, SharedWriteRoom room) {
        this.session = session;
        this.room = room;
    }

    /** Whether it is being sent already. */
    boolean expects(SegmentId segment) {
        return expected.contains(segment);
    }

    /** Whether some chunks of a segment have come, and others are to come. */
    boolean isWithinSegment() {
        var first = incoming.peek();
        return first != null && first.next > first.wanted.nextSetBit(0);
    }

    /** How many segments have come in full. */
    long completed() {
        return completed;
    }

    /** How many chunks are to come. */
    int outstanding() {
        return outstanding;
    }

    /** How many chunks the segments have that are not complete, wanted or not. */
    int listed() {
        return listed;
    }

    /** Takes a segment's list; the chunks that are to be sent for it, which come after those of the segments before. */
    BitSet expect(Segment segment, boolean tree) throws IOException {
        var next = new Incoming(segment, tree);
        var here = new HashSet<ChunkId>();
        var ids = segment.ids();
        for (var i = 0; i < segment.size(); i++) {
            var chunk = segment.chunkId(i);
            if (!here.add(chunk) || announced.containsKey(chunk)) {
                continue;
            }
            next.places[i] = session.placeOf(ids, i);
            if (next.places[i] == null) {
                next.wanted.set(i);
            }
        }
        next.wanted.stream().forEach(i -> announced.merge(segment.chunkId(i), 1, Integer::sum));
        next.advance();
        expected.add(segment.id());
        incoming.add(next);
        outstanding += next.wanted.cardinality();
        listed += segment.size();
        completeFirst();
        return (BitSet) next.wanted.clone();
    }

    /** The next chunk. */
    void accept(ChunkId called, byte[] source, int offset, int length) throws IOException {
        var first = incoming.peek();
        if (first == null || !first.segment.chunkId(first.next).equals(called)) {
            throw new GraphkeepException(
                    Reason.PROTOCOL_VIOLATION,
                    "Chunk " + called + " was sent, and " + (first == null ? "none" : "another one")
                            + " was to come: chunks are sent in the order of the bitmaps that want them.");
        }
        if (first.segment.length(first.next) != length
                || !ChunkId.of(digest, source, offset, length).equals(called)) {
            throw new GraphkeepException(
                    Reason.DIGEST_MISMATCH,
                    "The " + length + " bytes that were sent as chunk " + called + " are not that chunk.");
        }
        var content = new byte[length];
        System.arraycopy(source, offset, content, 0, length);
        first.bytes[first.next] = content;
        held += length;
        outstanding--;
        first.next++;
        first.advance();
        completeFirst();
        if (held > room.heldBytes()) {
            store();
        }
        if (held > room.heldBytes()) {
            storeOpen();
        }
    }

    /** Stores all that is complete. */
    void store() throws IOException {
        for (var from = 0; from < complete.size(); ) {
            var tree = complete.get(from).tree;
            var to = from;
            var together = new ArrayList<NewSegment>();
            while (to < complete.size() && complete.get(to).tree == tree) {
                var next = complete.get(to++);
                pin(next);
                together.add(new NewSegment(next.segment, next));
            }
            if (tree) {
                for (var next : together) {
                    session.addTree(next, Neighbours.NONE);
                }
            } else {
                session.add(together, Neighbours.NONE);
            }
            from = to;
        }
        complete.forEach(this::release);
        complete.clear();
    }

    private void completeFirst() throws IOException {
        for (var first = incoming.peek(); first != null && first.isComplete(); first = incoming.peek()) {
            complete.add(incoming.remove());
            listed -= first.segment.size();
            completed++;
        }
        if (complete.size() >= TOGETHER) {
            store();
        }
    }

    /** Chunks that lay somewhere when they were not asked for must be found there still. */
    private void pin(Incoming next) {
        for (var i = 0; i < next.places.length; i++) {
            var place = next.places[i];
            if (place != null) {
                session.remember(next.segment, i, place);
            }
        }
    }

    private void release(Incoming done) {
        expected.remove(done.segment.id());
        done.wanted.stream().forEach(i -> {
            announced.computeIfPresent(done.segment.chunkId(i), (id, count) -> count == 1 ? null : count - 1);
            var content = done.bytes[i];
            held -= content == null ? 0 : content.length;
        });
    }

    private void storeOpen() throws IOException {
        var first = incoming.peek();
        if (first == null) {
            return;
        }
        var ids = first.segment.ids();
        for (var i = first.wanted.nextSetBit(0); i >= 0; i = first.wanted.nextSetBit(i + 1)) {
            var content = first.bytes[i];
            if (content != null) {
                session.storeAhead(ids, i, content.length, first.segment.kind(i), first);
                first.places[i] = session.placeOf(ids, i);
                first.bytes[i] = null;
                held -= content.length;
            }
        }
    }
}
