package io.graphkeep.transfer.push;

import com.google.protobuf.ByteString;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.v1.PushCommit;
import io.graphkeep.v1.PushLimits;
import io.graphkeep.v1.PushOffer;
import io.graphkeep.v1.PushOfferChunks;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushOpened;
import io.graphkeep.v1.PushRead;
import io.graphkeep.v1.PushReadSegments;
import io.graphkeep.v1.PushReadTree;
import io.graphkeep.v1.PushRecords;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import io.graphkeep.v1.PushWant;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what a push has to say, in order: offers segments, then the chunks of those that are wanted, and sends the chunks that
 * are.
 *
 * <p>Several offers are under way at once, so that a link's delay costs little; what waits for answers is bounded. For one thread.
 */
final class PushConversation implements AutoCloseable {
    private static final int OFFER_BYTES = 2 << 20;
    private static final int MOST_HELD = 48 << 20;
    private static final int MOST_CHUNK_OFFERS = 8;
    /** Of the four offers of segments whose lists a receiver lets be outstanding; the fourth is the one that is sent then. */
    private static final int MOST_OFFERS = 3;

    private final PushStream stream;
    private final PushProgress progress;
    private final List<PushedSegment> batch = new ArrayList<>();
    private final ArrayDeque<Offered> offered = new ArrayDeque<>();
    private final ArrayDeque<PushedSegment> wanted = new ArrayDeque<>();
    private final ArrayDeque<Offered> described = new ArrayDeque<>();
    private final Set<SegmentId> offeredIds = new LinkedHashSet<>();
    /** Answers that came while room for a frame was waited for. */
    private final ArrayDeque<PushSnapshotResponse> later = new ArrayDeque<>();

    private PushLimits limits = PushLimits.getDefaultInstance();
    private PushFrames frames = new PushFrames(0, PushLimits.getDefaultInstance());
    private long offerId;
    private long readId;
    private int batchBytes;
    private long held;
    /** How many segments were offered, or are about to be, and not described. */
    private int undescribed;
    /** How many chunks the segments have that were described since the first chunk came into the frame that is open. */
    private int listed;

    /** What an offer named, in its order. */
    private record Offered(long id, List<PushedSegment> segments) {}

    PushConversation(PushStream stream, PushProgress progress) {
        this.stream = stream;
        this.progress = progress;
    }

    /** Opens the stream. */
    PushOpened open(PushOpen open) throws InterruptedException {
        stream.send(PushSnapshotRequest.newBuilder().setOpen(open).build());
        var answer = stream.receive();
        if (!answer.hasOpened()) {
            throw new UnsoundServerException("an open was answered with " + answer.getFrameCase());
        }
        var opened = answer.getOpened();
        limits = opened.getLimits();
        if (limits.getMaxOfferSegments() <= 0 || limits.getMaxUnacknowledgedBytes() <= 0) {
            throw new UnsoundServerException("its limits let nothing be sent");
        }
        frames.close();
        frames = new PushFrames(opened.getDurableSequence(), limits);
        progress.durable(opened.getDurableSequence());
        return opened;
    }

    /** Reads the tree of the snapshot before, from its first byte to its last. Nothing may have been offered yet. */
    void readTree(TreeSpool into) throws InterruptedException, IOException {
        var read = PushRead.newBuilder().setReadId(++readId).setTree(PushReadTree.getDefaultInstance());
        stream.send(PushSnapshotRequest.newBuilder().setRead(read).build());
        PushRecords records;
        do {
            var answer = stream.receive();
            records = answer.getRecords();
            if (!answer.hasRecords() || records.getReadId() != readId) {
                throw new UnsoundServerException("a read was answered with " + answer.getFrameCase());
            }
            into.write(records.getPayload());
        } while (!records.getLast());
    }

    /** Offers a segment, and sees to it that the server has it in the end. */
    void add(PushedSegment segment) throws InterruptedException {
        if (!offeredIds.add(segment.segment().id())) {
            return;
        }
        if (!batch.isEmpty() && (batch.get(0).tree() != segment.tree() || isFull())) {
            offer();
        }
        batch.add(segment);
        batchBytes += segment.bytes().length;
        held += segment.bytes().length;
        undescribed++;
        do {
            listen(held > MOST_HELD);
        } while (held > MOST_HELD);
        if (undescribed > MOST_OFFERS * limits.getMaxOfferSegments()) {
            // Room for a whole offer, since offers of a few segments would cost much.
            while (undescribed > (MOST_OFFERS - 1) * limits.getMaxOfferSegments()) {
                listen(true);
            }
        }
    }

    /** Says something, where there is nothing to say, so that the server does not take this side for gone. */
    void giveSignOfLife() throws InterruptedException {
        if (batch.isEmpty()) {
            offered.add(new Offered(++offerId, List.of()));
            stream.send(PushSnapshotRequest.newBuilder()
                    .setOffer(PushOffer.newBuilder().setOfferId(offerId))
                    .build());
        }
        offer();
        listen(false);
    }

    /** Sends all that is wanted. */
    void finish() throws InterruptedException {
        offer();
        while (!offered.isEmpty() || !described.isEmpty() || !wanted.isEmpty()) {
            describe();
            listen(true);
        }
        sendData(true);
    }

    /** Has the snapshot made. */
    Snapshot commit(PushCommit commit) throws InterruptedException {
        stream.send(PushSnapshotRequest.newBuilder().setCommit(commit).build());
        while (true) {
            var answer = stream.receive();
            if (answer.hasCommitted()) {
                return answer.getCommitted().getSnapshot();
            }
            accept(answer);
        }
    }

    @Override
    public void close() {
        frames.close();
    }

    private boolean isFull() {
        return batchBytes >= OFFER_BYTES || batch.size() >= limits.getMaxOfferSegments();
    }

    private void offer() throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        var segments = List.copyOf(batch);
        batch.clear();
        batchBytes = 0;
        var ids = segments.stream().map(segment -> segment.segment().id()).toList();
        var offer = PushOffer.newBuilder()
                .setOfferId(++offerId)
                .addAllSegmentIds(Inventory.of(ids))
                .setTree(segments.get(0).tree());
        offered.add(new Offered(offerId, segments));
        stream.send(PushSnapshotRequest.newBuilder().setOffer(offer).build());
    }

    /** Takes what was answered; waits for an answer where that is asked for. */
    private void listen(boolean wait) throws InterruptedException {
        if (wait) {
            offer();
            sendData(true);
            accept(later.isEmpty() ? stream.receive() : later.remove());
        }
        for (var answer = poll(); answer != null; answer = poll()) {
            accept(answer);
        }
        describe();
        sendData(false);
    }

    private void accept(PushSnapshotResponse answer) throws InterruptedException {
        switch (answer.getFrameCase()) {
            case WANT -> want(answer.getWant());
            case ACK -> {
                frames.acknowledged(answer.getAck().getReceivedSequence());
                progress.durable(answer.getAck().getDurableSequence());
            }
            case RECORDS -> {
                // The lists of what was near: the server has read them, which is what they were asked for.
            }
            default -> throw new UnsoundServerException(answer.getFrameCase() + " came out of order");
        }
    }

    private void want(PushWant want) throws InterruptedException {
        var offer = offered.peek();
        if (offer != null && offer.id() == want.getOfferId()) {
            offered.remove();
            wantSegments(offer, want.getBitmap());
            return;
        }
        var chunks = described.poll();
        if (chunks == null || chunks.id() != want.getOfferId()) {
            throw new UnsoundServerException("offer " + want.getOfferId() + " was answered out of order");
        }
        wantChunks(chunks, want.getBitmap());
    }

    private void wantSegments(Offered offer, ByteString bitmap) {
        for (var i = 0; i < offer.segments().size(); i++) {
            var segment = offer.segments().get(i);
            if (isSet(bitmap, i)) {
                wanted.add(segment);
            } else {
                undescribed--;
                release(segment);
            }
        }
    }

    private void wantChunks(Offered offer, ByteString bitmap) throws InterruptedException {
        var bit = 0;
        for (var pushed : offer.segments()) {
            var segment = pushed.segment();
            var at = 0;
            for (var i = 0; i < segment.size(); i++) {
                var length = segment.length(i);
                if (isSet(bitmap, bit++)) {
                    var id = new byte[ContentId.BYTES];
                    segment.copyChunkId(i, id, 0);
                    if (!frames.fits(length)) {
                        sendData(true);
                    }
                    frames.add(id, pushed.bytes(), at, length);
                }
                at += length;
            }
            listed = frames.hasAny() ? listed + segment.size() : 0;
            release(pushed);
        }
        // What is wanted of a segment may be little: those behind it wait for that, however little is wanted of them.
        sendData(listed > limits.getMaxOfferChunks());
    }

    private void describe() throws InterruptedException {
        while (!wanted.isEmpty() && described.size() < MOST_CHUNK_OFFERS) {
            var next = new ArrayList<PushedSegment>();
            var near = new LinkedHashSet<SegmentId>();
            var chunks = 0;
            var offer = PushOfferChunks.newBuilder().setOfferId(++offerId);
            // Eight such offers stay within what a receiver lets be outstanding.
            var most = Math.max(1, limits.getMaxOfferChunks() / MOST_CHUNK_OFFERS);
            while (!wanted.isEmpty()
                    && (next.isEmpty() || chunks + wanted.element().segment().size() <= most)) {
                var segment = wanted.remove();
                undescribed--;
                next.add(segment);
                near.addAll(segment.near());
                chunks += segment.segment().size();
                offer.addDescriptors(ByteString.copyFrom(segment.segment().descriptor()));
            }
            learn(near);
            described.add(new Offered(offerId, next));
            stream.send(PushSnapshotRequest.newBuilder().setOfferChunks(offer).build());
        }
    }

    private void learn(Set<SegmentId> near) throws InterruptedException {
        if (!near.isEmpty()) {
            var read = PushRead.newBuilder()
                    .setReadId(++readId)
                    .setSegments(PushReadSegments.newBuilder().addAllSegmentIds(Inventory.of(near)));
            stream.send(PushSnapshotRequest.newBuilder().setRead(read).build());
        }
    }

    private void sendData(boolean all) throws InterruptedException {
        if (!(all ? frames.hasAny() : frames.isFull())) {
            return;
        }
        while (frames.isTooMuchUnacknowledged()) {
            var answer = stream.receive();
            if (answer.hasAck()) {
                accept(answer);
            } else {
                later.add(answer);
            }
        }
        var data = frames.next();
        listed = 0;
        stream.send(PushSnapshotRequest.newBuilder().setData(data).build());
        progress.sent(data.getSequence(), data.getPayload().size());
    }

    private @Nullable PushSnapshotResponse poll() {
        return later.isEmpty() ? stream.poll() : later.remove();
    }

    private void release(PushedSegment segment) {
        held -= segment.bytes().length;
        offeredIds.remove(segment.segment().id());
    }

    private static boolean isSet(ByteString bitmap, int bit) {
        if (bit / 8 >= bitmap.size()) {
            throw new UnsoundServerException("an offer was answered for some of what it named");
        }
        return (bitmap.byteAt(bit / 8) >>> (bit % 8) & 1) == 1;
    }
}
