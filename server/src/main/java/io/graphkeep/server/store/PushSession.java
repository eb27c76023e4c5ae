package io.graphkeep.server.store;

import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Writes one snapshot of segments that someone else has cut, who is not trusted: what it says to be there must be the graph's
 * own, and what it sends is hashed.
 *
 * <p>Like any session it is seen by nobody before its commit. Not thread-safe.
 */
public final class PushSession implements AutoCloseable {
    private final WriteSession session;
    private final SharedWriteRoom room;
    private final SegmentIntake intake;
    private @Nullable RoaringBitmap stored;
    private boolean left;

    /** A session that was let into the room, and leaves it at its end. */
    PushSession(WriteSession session, SharedWriteRoom room) {
        this.session = session;
        this.room = room;
        this.intake = new SegmentIntake(session, room);
    }

    /** The store's name of the session, which the row of the snapshot names. */
    public UUID id() {
        return session.id();
    }

    /** For who cuts what is sent himself. */
    public WriteSession writer() {
        return session;
    }

    /** How much whoever cuts it may hold of segments that are not complete. */
    public int mostHeld() {
        return room.heldBytes();
    }

    /** Takes those segments that are the graph's own, that are stored or being sent, and returns them. */
    public Set<SegmentId> take(Collection<SegmentId> segments) throws IOException {
        var there = session.takeOwn(segments);
        segments.stream().filter(intake::expects).forEach(there::add);
        return there;
    }

    /** The lists of segments that are the graph's own; where their chunks lie is remembered for what comes. */
    public Map<SegmentId, Segment> descriptors(Collection<SegmentId> segments) throws IOException {
        return session.descriptors(session.takeOwn(segments));
    }

    /** Takes the list of a segment that is to be sent; which of its chunks are to come, in order, after all before. */
    public BitSet expect(Segment segment, boolean tree) throws IOException {
        return intake.expect(segment, tree);
    }

    /** The next chunk that was to come. */
    public void accept(ChunkId called, byte[] source, int offset, int length) throws IOException {
        intake.accept(called, source, offset, length);
    }

    /** Whether some chunks of a segment have come, and others are to come. */
    public boolean isWithinSegment() {
        return intake.isWithinSegment();
    }

    /** How many segments have come in full. */
    public long completed() {
        return intake.completed();
    }

    /** How many chunks are to come. */
    public int outstanding() {
        return intake.outstanding();
    }

    /** How many chunks the segments have that are not complete, whether they are to come or not. */
    public int listed() {
        return intake.listed();
    }

    /** Bytes that were new to the graph. */
    public long newBytes() {
        return session.newBytes();
    }

    /** Reads contents of the graph's own segments, as long as this session is open. */
    public ReadSession reader(Manifest manifest) throws IOException {
        return session.reader(manifest);
    }

    /** Begins to make durable all segments that are complete. */
    public CompletableFuture<Void> makeDurable() throws IOException {
        intake.store();
        return session.makeDurable();
    }

    /** Prolongs the lease; STALE_SESSION if the session has ended. */
    public void renew() {
        session.renew();
    }

    /** Ends what is sent: from here on the snapshot that is to be committed can be read as one that is. */
    public ReadSession review(Manifest manifest) throws IOException {
        intake.store();
        session.finishPacks();
        stored = session.forgetReferences();
        return session.reader(manifest);
    }

    /** Has the snapshot under review refer to these segments; false where one is neither the graph's nor was stored. */
    public boolean refer(Set<SegmentId> segments) throws IOException {
        var own = stored;
        if (own == null) {
            throw new IllegalStateException("Nothing is under review");
        }
        return session.refer(segments, own);
    }

    /** Has the snapshot under review refer to all that the parent does. */
    public void referToAllOfParent() {
        session.takeAllOfParent();
    }

    /** Makes the snapshot that was reviewed durable and visible; see {@link WriteSession#commit}. */
    public CommittedSnapshot commit(Manifest manifest, SnapshotTotals totals, Consumer<Transaction> inSameTransaction)
            throws IOException {
        return session.commit(manifest, totals, inSameTransaction);
    }

    /** Makes durable what is complete, and leaves the session to whoever resumes it before its lease ends. */
    public void detach() throws IOException {
        try {
            makeDurable().join();
            session.detach();
        } finally {
            leave();
        }
    }

    /** Leaves the session as it is, with what is durable of it, to whoever resumes it before its lease ends. */
    public void leave() {
        session.leave();
        giveBack();
    }

    private void giveBack() {
        if (!left) {
            left = true;
            room.leave();
        }
    }

    /** Ends the session. Without a commit before, nothing of it counts. */
    @Override
    public void close() {
        giveBack();
        session.close();
    }
}
