package io.graphkeep.transfer.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ChunkRef;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.v1.PushAck;
import io.graphkeep.v1.PushLimits;
import io.graphkeep.v1.PushOffer;
import io.graphkeep.v1.PushOfferChunks;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushOpened;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import io.graphkeep.v1.PushWant;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What waits at a receiver whose answers come late, since the link is slow, stays within what the receiver takes. */
class PushConversationTest {
    private static final int OFFERED_SEGMENTS = 1_000;
    private static final int OFFERED_CHUNKS = 8_192;

    @Test
    void manySmallSegmentsKeepWithinTheLimits() throws InterruptedException {
        var receiver = new Receiver(chunk -> true);

        push(receiver, 10_000, 1);

        assertThat(receiver.data).isEqualTo(10_000);
        assertThat(receiver.mostWaiting).isBetween(OFFERED_SEGMENTS, 4 * OFFERED_SEGMENTS);
        assertThat(receiver.mostWanted).isLessThanOrEqualTo(2 * OFFERED_CHUNKS);
        assertThat(receiver.offers).as("whole offers, and few small ones").isLessThan(100);
    }

    @Test
    void manySmallChunksKeepWithinTheLimits() throws InterruptedException {
        var receiver = new Receiver(chunk -> true);

        push(receiver, 300, 256);

        assertThat(receiver.data).isEqualTo(300 * 256);
        assertThat(receiver.mostWanted).isLessThanOrEqualTo(2 * OFFERED_CHUNKS);
    }

    @Test
    void segmentsOfWhichNothingIsWantedDoNotPileUpBehindOneThatIsNotComplete() throws InterruptedException {
        var receiver = new Receiver(chunk -> chunk == 0);

        push(receiver, 600, 256);

        assertThat(receiver.data).isEqualTo(1);
        assertThat(receiver.mostListed).isLessThanOrEqualTo(4 * OFFERED_CHUNKS);
    }

    private static void push(Receiver receiver, int segments, int chunks) throws InterruptedException {
        try (var conversation = new PushConversation(receiver, PushProgress.SILENT)) {
            conversation.open(PushOpen.getDefaultInstance());
            for (var i = 0; i < segments; i++) {
                conversation.add(segment(i, chunks));
            }
            conversation.finish();
        }
        assertThat(receiver.wanted).isEmpty();
        assertThat(receiver.listed).isEmpty();
    }

    private static PushedSegment segment(int number, int chunks) {
        var bytes = ByteBuffer.allocate(8 * chunks);
        var refs = new ArrayList<ChunkRef>();
        for (var i = 0; i < chunks; i++) {
            bytes.putInt(number).putInt(i);
            refs.add(new ChunkRef(ChunkId.of(bytes.array(), 8 * i, 8), 8, Encoding.RAW, Kind.TEXT));
        }
        return new PushedSegment(Segment.of(refs), bytes.array(), false, List.of());
    }

    /** Takes every frame at once, and gives an answer only to who waits for it. */
    private static final class Receiver implements PushStream {
        private final IntPredicate wants;
        private final ArrayDeque<PushSnapshotResponse> answers = new ArrayDeque<>();
        private final ArrayDeque<SegmentId> wanted = new ArrayDeque<>();
        private final ArrayDeque<Listed> listed = new ArrayDeque<>();
        private int chunks;
        private int data;
        private int offers;
        private int mostWaiting;
        private int mostWanted;
        private int mostListed;

        private static final class Listed {
            private final int size;
            private int lacking;

            private Listed(int size, int lacking) {
                this.size = size;
                this.lacking = lacking;
            }
        }

        /** Which chunks it wants, by their number over all. */
        private Receiver(IntPredicate wants) {
            this.wants = wants;
        }

        @Override
        public void send(PushSnapshotRequest frame) {
            switch (frame.getFrameCase()) {
                case OPEN ->
                    answers.add(PushSnapshotResponse.newBuilder()
                            .setOpened(PushOpened.newBuilder().setLimits(limits()))
                            .build());
                case OFFER -> offered(frame.getOffer());
                case OFFER_CHUNKS -> listed(frame.getOfferChunks());
                case DATA -> {
                    frame.getData().getChunkIdsList().forEach(id -> chunk());
                    answers.add(PushSnapshotResponse.newBuilder()
                            .setAck(PushAck.newBuilder()
                                    .setReceivedSequence(frame.getData().getSequence()))
                            .build());
                }
                default -> throw new AssertionError(frame.getFrameCase());
            }
        }

        @Override
        public PushSnapshotResponse receive() {
            return answers.remove();
        }

        @Override
        public @Nullable PushSnapshotResponse poll() {
            return null;
        }

        private void offered(PushOffer offer) {
            offers++;
            var all = new BitSet();
            all.set(0, offer.getSegmentIdsCount());
            offer.getSegmentIdsList().forEach(id -> wanted.add(SegmentId.fromBytes(id.toByteArray())));
            mostWaiting = Math.max(mostWaiting, wanted.size());
            want(offer.getOfferId(), all, offer.getSegmentIdsCount());
        }

        private void listed(PushOfferChunks offer) {
            var bits = new BitSet();
            var count = 0;
            for (var descriptor : offer.getDescriptorsList()) {
                var segment = parsed(wanted.remove(), descriptor.toByteArray());
                var lacking = 0;
                for (var i = 0; i < segment.size(); i++) {
                    if (wants.test(chunks++)) {
                        bits.set(count);
                        lacking++;
                    }
                    count++;
                }
                listed.add(new Listed(segment.size(), lacking));
            }
            complete();
            mostWanted = Math.max(
                    mostWanted, listed.stream().mapToInt(next -> next.lacking).sum());
            mostListed = Math.max(
                    mostListed, listed.stream().mapToInt(next -> next.size).sum());
            want(offer.getOfferId(), bits, count);
        }

        private static Segment parsed(SegmentId id, byte[] descriptor) {
            try {
                return Segment.parse(id, descriptor);
            } catch (FormatException e) {
                throw new AssertionError(e);
            }
        }

        private void chunk() {
            data++;
            listed.element().lacking--;
            complete();
        }

        private void complete() {
            while (!listed.isEmpty() && listed.element().lacking == 0) {
                listed.remove();
            }
        }

        private void want(long offer, BitSet bits, int count) {
            var bitmap = new byte[(count + 7) / 8];
            var set = bits.toByteArray();
            System.arraycopy(set, 0, bitmap, 0, set.length);
            answers.add(PushSnapshotResponse.newBuilder()
                    .setWant(PushWant.newBuilder().setOfferId(offer).setBitmap(ByteString.copyFrom(bitmap)))
                    .build());
        }

        private static PushLimits limits() {
            return PushLimits.newBuilder()
                    .setMaxOfferSegments(OFFERED_SEGMENTS)
                    .setMaxOfferChunks(OFFERED_CHUNKS)
                    .setMaxUnacknowledgedBytes(8 << 20)
                    .setMaxDecompressedBytes(1 << 20)
                    .build();
        }
    }
}
