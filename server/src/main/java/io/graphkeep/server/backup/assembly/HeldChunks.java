package io.graphkeep.server.backup.assembly;

import io.graphkeep.server.backup.reading.Piece;
import io.graphkeep.server.store.NewSegment;
import io.graphkeep.server.store.SegmentBytes;
import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that were read, until the segments that they make are in the store.
 *
 * <p>Segments are looked up and stored some at a time. What is held is bounded: before it is too much, chunks of the segment
 * that is still open are stored by themselves, ahead of it. A chunk that was not read has no bytes here: the store knows it
 * from the parent.
 */
final class HeldChunks {
    private static final int TOGETHER = 32;

    private final WriteSession session;
    private final ParentPlace place;
    private final int mostBytes;
    private final List<Closed> closed = new ArrayList<>(TOGETHER);
    private @Nullable Piece[] pieces = new Piece[Segment.MAX_CHUNKS];
    private int[] chunks = new int[Segment.MAX_CHUNKS];
    private int count;
    private int held;
    private @Nullable ParentRange jump;

    /** A segment that is not in the store yet, and where the parent has what stood there before. */
    private record Closed(
            Segment segment, Source source, @Nullable ParentRange jump) {}

    HeldChunks(WriteSession session, ParentPlace place, int mostBytes) {
        this.session = session;
        this.place = place;
        this.mostBytes = mostBytes;
    }

    /** What comes now has its like in the parent there. */
    void jump(@Nullable ParentRange to) {
        if (to != null) {
            jump = to;
        }
    }

    /** The next chunk of the open segment. */
    void add(Piece piece, int chunk) {
        pieces[count] = piece;
        chunks[count++] = chunk;
        piece.use();
    }

    /** The next chunk of the open segment, known from the parent. */
    void addUnread() {
        pieces[count++] = null;
    }

    /** The open segment is complete. */
    void close(Segment segment) throws IOException {
        closed.add(new Closed(segment, new Source(Arrays.copyOf(pieces, count), Arrays.copyOf(chunks, count)), jump));
        jump = null;
        Arrays.fill(pieces, 0, count, null);
        count = 0;
        if (closed.size() == TOGETHER) {
            store();
        }
    }

    /** Chunks of this piece are added from now on. */
    void begin(Piece piece) {
        piece.use();
        held += piece.capacity();
    }

    /** Nothing more is added of this piece. */
    void done(Piece piece) throws IOException {
        unuse(piece);
        if (held > mostBytes) {
            store();
        }
        if (held > mostBytes) {
            storeOpen();
        }
    }

    /** A segment was taken over from the parent. */
    void passed(ParentSegments.Listed segment) throws IOException {
        session.takeOfParent(segment.id());
        if (place.isFar(segment.end())) {
            store();
            place.pass(segment.end());
        }
    }

    /** Stores all segments that are complete. */
    void store() throws IOException {
        var wanted = new ArrayList<NewSegment>();
        for (var next : closed) {
            place.jump(next.jump);
            if (place.take(next.segment)) {
                next.source.release(this);
            } else {
                wanted.add(new NewSegment(next.segment, next.source));
            }
        }
        session.add(wanted, place::learn);
        for (var next : closed) {
            next.source.release(this);
        }
        closed.clear();
    }

    private void storeOpen() throws IOException {
        for (var i = 0; i < count; i++) {
            var piece = pieces[i];
            if (piece != null) {
                session.storeAhead(
                        piece.ids(), chunks[i], piece.length(chunks[i]), piece.kind(chunks[i]), piece::copyBytes);
                pieces[i] = null;
                unuse(piece);
            }
        }
    }

    private void unuse(Piece piece) {
        if (piece.unuse() == 0) {
            held -= piece.capacity();
            piece.release();
        }
    }

    /** Where the chunks of a segment stand in the pieces. */
    private static final class Source implements SegmentBytes {
        private final @Nullable Piece[] pieces;
        private final int[] chunks;

        private Source(@Nullable Piece[] pieces, int[] chunks) {
            this.pieces = pieces;
            this.chunks = chunks;
        }

        @Override
        public void copyTo(int chunk, byte[] target, int offset) throws IOException {
            var piece = pieces[chunk];
            if (piece == null) {
                throw new ParentUnusableException("a chunk that the parent has is not known to the store");
            }
            piece.copyBytes(chunks[chunk], target, offset);
        }

        private void release(HeldChunks holder) {
            for (var i = 0; i < pieces.length; i++) {
                var piece = pieces[i];
                if (piece != null) {
                    pieces[i] = null;
                    holder.unuse(piece);
                }
            }
        }
    }
}
